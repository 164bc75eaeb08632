import { SpanKind } from '@opentelemetry/api';
import { attributeFindings } from './attribute-findings.js';
import { scopeFindings } from './findings.js';
import { type ExaminedMetric, metricFindings } from './metric-findings.js';
import { recordFindings } from './record-findings.js';
import { spanFindings } from './span-findings.js';

const request = { 'http.request.method': 'GET', 'url.scheme': 'http', 'url.path': '/' };

describe('attributes', () => {
  it.each([
    ['invented', { 'http.request.aborted': true }, 'http.request.aborted is invented in a namespace of OpenTelemetry'],
    ['invented without a dot', { system: 'x' }, 'system is invented in a namespace of OpenTelemetry'],
    ['deprecated', { 'messaging.system': 'kafka' }, 'messaging.system is deprecated'],
    ['text for a number', { 'server.port': '80' }, 'server.port is "80" and not of the type int'],
    ['a fraction', { 'server.port': 80.5 }, 'server.port is 80.5 and not of the type int'],
    ['number for a text', { 'http.route': 3 }, 'http.route is 3 and not of the type string'],
    [
      'text for a list',
      { 'http.request.header.accept': 'a' },
      'http.request.header.accept is "a" and not of the type string[]',
    ],
  ])('%s', (_what, attributes, finding) => {
    expect(attributeFindings(attributes)).toEqual([finding]);
  });

  it('may be in other namespaces, and registered', () => {
    const attributes = { 'nestjs.cache.hit': true, 'order.id': 7, 'server.port': 80, 'kafka.offset': 3n };
    expect(attributeFindings({ ...attributes, 'http.request.header.accept': ['a'] })).toEqual([]);
  });

  it('of the application are examined for types alone', () => {
    expect(attributeFindings({ 'user.plan': 'x', url: '/', 'server.port': '80' }, 'application')).toHaveLength(1);
  });
});

describe('spans', () => {
  it.each([
    ['http.server', SpanKind.SERVER, request, 'url.scheme'],
    [
      'http.client',
      SpanKind.CLIENT,
      { 'http.request.method': 'GET', 'server.address': 'a', 'server.port': 1, 'url.full': 'http://a:1/' },
      'server.port',
    ],
    ['database', SpanKind.CLIENT, { 'db.system.name': 'mysql', 'db.operation.name': 'SELECT' }, 'db.system.name'],
    ['redis', SpanKind.CLIENT, { 'db.system.name': 'redis', 'db.operation.name': 'GET' }, 'db.operation.name'],
    [
      'sent',
      SpanKind.PRODUCER,
      { 'messaging.system.name': 'kafka', 'messaging.operation.name': 'send' },
      'messaging.operation.name',
    ],
    [
      'processed',
      SpanKind.CONSUMER,
      { 'messaging.system.name': 'kafka', 'messaging.operation.name': 'process' },
      'messaging.system.name',
    ],
    ['gRPC', SpanKind.SERVER, { 'rpc.system.name': 'grpc', 'rpc.status_code': 'OK' }, 'rpc.status_code'],
  ])('have what is required: %s', (name, kind, attributes: Record<string, unknown>, required) => {
    expect(spanFindings({ name, kind, attributes })).toEqual([]);
    expect(spanFindings({ name, kind, attributes: { ...attributes, [required]: undefined } })).toContain(
      `span "${name}": ${required} is missing`,
    );
  });
});

describe('metrics', () => {
  const metric = (change: Partial<ExaminedMetric>): ExaminedMetric => ({
    name: 'http.server.active_requests',
    unit: '{request}',
    instrument: 'updowncounter',
    points: [{ 'http.request.method': 'GET', 'url.scheme': 'http' }],
    ...change,
  });
  it.each([
    ['a wrong name', { name: 'http.server.requests' }, 'is invented in a namespace of OpenTelemetry'],
    ['a deprecated name', { name: 'rpc.server.response.size' }, 'is deprecated'],
    ['a wrong unit', { unit: '{operation}' }, 'has the unit {operation} and not {request}'],
    ['a wrong instrument', { instrument: 'gauge' as const }, 'is a gauge and not a updowncounter'],
    ['a missing attribute', { points: [{ 'http.request.method': 'GET' }] }, 'url.scheme is missing'],
    ['no unit', { name: 'nestjs.cache.hits', unit: '' }, 'has no unit'],
    [
      'points that cannot be told apart',
      { name: 'orders', points: [{ a: 1 }, { a: 1 }] },
      'has two points with the same attributes',
    ],
  ])('%s', (_what, change: Partial<ExaminedMetric>, finding) => {
    const examined = metric(change);
    expect(metricFindings(examined)).toEqual([`metric "${examined.name}": ${finding}`]);
  });

  it('that satisfy the registry', () => {
    expect(metricFindings(metric({}))).toEqual([]);
    const overflow = { 'otel.metric.overflow': true };
    expect(metricFindings(metric({ points: [...metric({}).points, overflow] }))).toEqual([]);
  });
});

describe('log records', () => {
  it('of events have registered names', () => {
    expect(recordFindings({ eventName: 'nestjs.http_request', body: 'GET /', attributes: { url: '/' } })).toHaveLength(
      1,
    );
    expect(recordFindings({ body: 'mine', attributes: { url: '/' } })).toEqual([]);
  });
});

it('scopes have a version and a schema URL', () => {
  expect(scopeFindings({ name: 'x' })).toEqual(['scope x has no version', 'scope x has no schema URL']);
  expect(scopeFindings({ name: 'x', version: '1', schemaUrl: 'y' })).toEqual([]);
});
