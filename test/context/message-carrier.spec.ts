import { Metadata } from '@grpc/grpc-js';
import { headers as natsHeaders } from '@nats-io/transport-node';
import { MessageCarrier } from '../../lib/context/message-carrier.js';

const reported: unknown[] = [];
const carrier = (headers: object) => new MessageCarrier(headers, (what) => reported.push(what));
const nats = (...pairs: ReadonlyArray<readonly [string, string]>) => {
  const headers = natsHeaders();
  for (const [name, value] of pairs) headers.append(name, value);
  return headers;
};
const grpc = (name: string, value: string) => {
  const metadata = new Metadata();
  metadata.set(name, value);
  return metadata;
};

beforeEach(() => (reported.length = 0));
afterEach(() => expect(reported).toEqual([]));

describe('The headers of a message', () => {
  it.each<readonly [string, object]>([
    ['an object', { Traceparent: 'x' }],
    ['an object without prototype', Object.assign(Object.create(null), { TRACEPARENT: 'x' })],
    ['bytes', { TraceParent: Buffer.from('x') }],
    ['a list of one', { Traceparent: [Buffer.from('x')] }],
    ['the same value in two cases', { traceparent: 'x', Traceparent: Buffer.from('x') }],
    ['a Map', new Map([['Traceparent', 'x']])],
    ['Headers', new Headers({ Traceparent: 'x' })],
    ['headers of NATS', nats(['Traceparent', 'x'])],
    ['metadata of gRPC', grpc('Traceparent', 'x')],
  ])('are read in any case: %s', (_, headers) => {
    expect(carrier(headers).get('traceparent')).toBe('x');
    expect(carrier(headers).get('TraceParent')).toBe('x');
    expect(carrier(headers).get('tracestate') ?? []).toEqual([]);
  });

  it.each<readonly [string, object]>([
    ['two cases', { traceparent: 'x', Traceparent: 'y' }],
    ['a list', { Traceparent: ['x', Buffer.from('y')] }],
    [
      'a Map',
      new Map([
        ['traceparent', 'x'],
        ['TRACEPARENT', 'y'],
      ]),
    ],
    ['headers of NATS', nats(['traceparent', 'x'], ['traceparent', 'y'])],
    ['headers of NATS in two cases', nats(['traceparent', 'x'], ['Traceparent', 'y'])],
  ])('have a list of different values: %s', (_, headers) => {
    expect(carrier(headers).get('traceparent')).toEqual(['x', 'y']);
  });

  it.each<readonly [string, object]>([
    ['an object', { Traceparent: 'old', other: '1' }],
    [
      'a Map',
      new Map([
        ['Traceparent', 'old'],
        ['other', '1'],
      ]),
    ],
    ['headers of NATS', nats(['Traceparent', 'old'], ['TRACEPARENT', 'older'], ['other', '1'])],
  ])('are written in lower case, in place of others: %s', (_, headers) => {
    carrier(headers).set('traceparent', 'new');
    expect(carrier(headers).keys().toSorted()).toEqual(['other', 'traceparent']);
    expect(carrier(headers).get('traceparent')).toBe('new');
  });
});
