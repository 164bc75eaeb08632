import { restoreMetadata } from '../../../lib/instrumentation/microservice/restore-metadata.js';

const metadata = { traceparent: 'this-call' };
const restore = (message: unknown): unknown => restoreMetadata(message, { pattern: 'p', data: 1, metadata });

describe('the metadata of a packet whose message a serializer of the application made', () => {
  it.each([
    [{ kind: 'p' }, { kind: 'p', metadata }],
    [
      { kind: 'p', metadata: { own: 1 } },
      { kind: 'p', metadata: { own: 1, ...metadata } },
    ],
    [
      { kind: 'p', metadata: { traceparent: 'own', other: 1 } },
      { kind: 'p', metadata: { traceparent: 'own', other: 1 } },
    ],
    [
      '{"kind":"p","id":12345678901234567890}',
      '{"metadata":{"traceparent":"this-call"},"kind":"p","id":12345678901234567890}',
    ],
    ['{}', '{"metadata":{"traceparent":"this-call"}}'],
    [' { "kind": "p" } ', '{"metadata":{"traceparent":"this-call"}, "kind": "p" } '],
    ['{"metadata":{"traceparent":"kept"}}', '{"metadata":{"traceparent":"kept"}}'],
  ])('joins it: %j', (message, expected) => {
    expect(restore(message)).toEqual(expected);
  });

  it('keeps the class of a message, and the message itself', () => {
    class Envelope {
      constructor(readonly body: unknown) {}
    }
    const message = Object.freeze(new Envelope(1));
    const restored = restore(message);
    expect(restored).toBeInstanceOf(Envelope);
    expect(restored).toEqual(Object.assign(new Envelope(1), { metadata }));
    expect(message).not.toHaveProperty('metadata');
  });

  it.each([
    'text',
    '{ no JSON }',
    '{"metadata":7}',
    '[1]',
    7,
    null,
    undefined,
    [1],
    Buffer.from('{}'),
    { metadata: 'mine' },
    { toJSON: (): string => 'other' },
  ])('has no place in %j', (message) => {
    expect(restore(message)).toBeUndefined();
  });

  it('is not missed where the packet has none', () => {
    expect(restoreMetadata('text', { pattern: 'p', data: 1 })).toBe('text');
  });
});
