import { createReadStream } from 'node:fs';
import { Duplex, PassThrough, Readable, Transform, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { observe, watch } from './observed-call.js';

const broken = new Error('broken');
const tick = (): Promise<void> => new Promise(setImmediate);
const sink = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
const failing = (): Readable => new Readable({ read: () => undefined, destroy: (_error, done) => done(broken) });

describe('a stream', () => {
  it('stays the same, unread, and its call goes on until it closes', async () => {
    const stream = Readable.from(['a', 'b']);
    const { returned, settlements } = observe(() => stream);
    await tick();
    expect(returned).toBe(stream);
    expect([stream.readableFlowing, stream.listenerCount('data'), stream.listenerCount('error')]).toEqual([null, 0, 0]);
    expect(settlements).toEqual([]);
    expect(await text(returned)).toBe('ab');
    await tick();
    expect(settlements).toEqual([{ as: 'returned', value: stream }]);
  });

  it.each<[string, () => Readable | Writable, (stream: never) => unknown, object]>([
    ['file that is read', () => createReadStream(new URL(import.meta.url)), text, { as: 'returned' }],
    [
      'file that is missing',
      () => createReadStream('/no/such/file'),
      (s: Readable) => text(s).catch(() => 0),
      { as: 'thrown', error: { code: 'ENOENT' } },
    ],
    ['Writable that finishes', sink, (s: Writable) => finished(s.end('x')), { as: 'returned' }],
    [
      'Transform that is piped through',
      () => new PassThrough(),
      (s: Transform) => pipeline(Readable.from(['x']), s, sink()),
      { as: 'returned' },
    ],
    [
      'Duplex that fails',
      () => Duplex.from(Readable.from([1])),
      (s: Duplex) => finished(s.destroy(broken)).catch(() => 0),
      { as: 'thrown', error: broken },
    ],
    [
      'Readable that is destroyed early',
      () => Readable.from(['a', 'b']),
      (s: Readable) => s.destroy(),
      { as: 'cancelled' },
    ],
    [
      'Readable that is left by break',
      () => Readable.from(['a', 'b']),
      async (s: Readable) => {
        for await (const _ of s) break;
      },
      { as: 'cancelled' },
    ],
    [
      'Readable that is aborted',
      () => Readable.from(['a'], { signal: AbortSignal.abort() }),
      (s: Readable) => text(s).catch(() => 0),
      { as: 'cancelled' },
    ],
    ['Writable that is destroyed early', sink, (s: Writable) => s.destroy(), { as: 'cancelled' }],
    [
      'Readable that fails while destroyed',
      failing,
      (s: Readable) => finished(s.destroy()).catch(() => 0),
      { as: 'thrown', error: broken },
    ],
  ])('%s ends its call once', async (_what, make, consume, settlement) => {
    const { returned, settlements, calls } = observe(make);
    await consume(returned as never);
    await tick();
    expect(settlements).toMatchObject([settlement]);
    expect(calls[0]?.outcomes).toHaveLength(1);
  });

  it.each<[string, (stream: Readable) => unknown, string]>([
    ['read to its end', (stream) => text(stream), 'returned'],
    ['destroyed', (stream) => stream.destroy(), 'cancelled'],
    ['failed', (stream) => stream.on('error', () => undefined).destroy(broken), 'thrown'],
  ])('that was %s before it is returned ends its call at once', async (_how, before, as) => {
    const stream = Readable.from(['a']);
    await before(stream);
    await tick();
    const { settlements } = observe(() => stream);
    expect(settlements).toMatchObject([{ as }]);
  });

  it('does not swallow an error for which nobody listens', async () => {
    const { returned } = observe(() => new PassThrough());
    expect(() => returned.emit('error', broken)).toThrow(/broken/);
  });

  it('goes through nested calls', async () => {
    const { run, calls } = watch();
    await text(run(() => run(() => Readable.from(['a']))));
    await tick();
    expect(calls.map((call) => call.outcomes.length)).toEqual([1, 1]);
  });

  it('that is shared by many calls gets one listener, and the first call follows it', async () => {
    const { run, settlements } = watch();
    const shared = new PassThrough();
    for (let call = 0; call < 100; call++) run(() => shared);
    expect(shared.listenerCount('close')).toBe(1);
    expect(settlements).toHaveLength(99);
    shared.destroy();
    await tick();
    expect(settlements).toHaveLength(100);
  });
});
