import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { zipkinRemoteEndpoint } from '../../../lib/tracing/exporters/zipkin-remote-endpoint.js';

const endpoint = (kind: SpanKind, attributes: Attributes) => zipkinRemoteEndpoint({ kind, attributes } as ReadableSpan);
const DATABASE = { 'db.system.name': 'postgresql', 'db.namespace': 'shop' };
const MESSAGE = { 'messaging.system.name': 'rabbitmq', 'messaging.destination.name': 'orders' };

describe('The remote endpoint of a span in Zipkin', () => {
  it.each<[string, Attributes, object | undefined]>([
    ['a peer with a name', { 'peer.service': 'billing', 'server.address': 'db.local' }, { serviceName: 'billing' }],
    [
      'a host with a name',
      { ...DATABASE, 'server.address': 'db.local', 'server.port': 5432 },
      { serviceName: 'db.local' },
    ],
    [
      'a host with an address: it is no name',
      { 'server.address': '127.0.0.1', 'server.port': 3000 },
      { ipv4: '127.0.0.1', port: 3000 },
    ],
    [
      'a database at an address',
      { ...DATABASE, 'server.address': '10.0.0.7', 'server.port': 5432 },
      { serviceName: 'shop', ipv4: '10.0.0.7', port: 5432 },
    ],
    ['a cache', { 'db.system.name': 'redis', 'server.address': '::1' }, { serviceName: 'redis', ipv6: '::1' }],
    [
      'a broker at an address',
      { ...MESSAGE, 'server.address': '127.0.0.1' },
      { serviceName: 'rabbitmq', ipv4: '127.0.0.1' },
    ],
    ['a broker of which nothing else is known', MESSAGE, { serviceName: 'rabbitmq' }],
    [
      'the address of the connection before that of the server',
      { 'server.address': '10.0.0.1', 'server.port': 1, 'network.peer.address': '10.0.0.2', 'network.peer.port': 2 },
      { ipv4: '10.0.0.2', port: 2 },
    ],
    [
      'a path of a socket',
      { 'network.peer.address': '/tmp/pg.sock', 'db.system.name': 'postgresql' },
      { serviceName: 'postgresql' },
    ],
    ['an empty name, and port 0', { 'peer.service': '', 'server.address': '::1', 'server.port': 0 }, { ipv6: '::1' }],
    ['nothing', { 'http.request.method': 'GET' }, undefined],
  ])('is known by rank: %s', (_, attributes, expected) => {
    for (const kind of [SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER]) {
      expect(endpoint(kind, attributes)).toEqual(expected);
    }
  });

  it.each([SpanKind.SERVER, SpanKind.INTERNAL])('does not exist for kind %s', (kind) => {
    expect(endpoint(kind, { 'peer.service': 'billing', 'server.address': 'db.local' })).toBeUndefined();
  });
});
