import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import { databaseOperation } from '../../lib/conventions/database/database.js';
import { httpRoute, httpServerResult } from '../../lib/conventions/http-server/http-server.js';
import { METRIC_FAMILIES, metricFamilies, SEMCONV_FAMILIES } from '../../lib/conventions/index.js';
import { rpcOperation, rpcResult } from '../../lib/conventions/rpc/rpc.js';
import { MetricsObserver } from '../../lib/metrics/metrics.observer.js';
import type { Operation, Result } from '../../lib/observation/index.js';
import { type MetricsOptions } from 'nestjs-telemetry';
import { resolveOptions } from '../../lib/telemetry.options.js';

const OK: Result = { failed: false, facts: {} };

function create(options: MetricsOptions) {
  const registry = new Registry();
  const observer = new MetricsObserver(registry, metricFamilies(resolveOptions({ metrics: options }).metrics));
  return {
    names: () => registry.getMetricsAsArray().map(({ name }) => name),
    observe: (operation: Operation, result = OK) =>
      observer.begin(operation, ROOT_CONTEXT)?.end(operation, { ...result, durationMs: 20 }),
    lines: async (name: string) =>
      (await registry.metrics()).split('\n').filter((line) => line.startsWith(name) && !line.endsWith(' 0')),
  };
}

function message(kind: string): Operation {
  const labels = {
    'messaging.system.name': 'kafka',
    'messaging.destination.name': 'orders',
    'messaging.operation.name': kind === 'messaging.send' ? 'send' : 'process',
  };
  return { kind, name: 'orders', labels, attributes: {} };
}

describe('the options of the families', () => {
  it('switches families off, and leaves their operations alone', async () => {
    const off = { http: false, outgoing: false, rpc: false, database: false, cache: false, business: false };
    const { names, observe } = create({ families: off });
    expect(names()).toEqual(['messages_total', 'message_duration_seconds']);
    expect(observe({ kind: 'database', name: 'x', labels: {}, attributes: {} })).toBeUndefined();
    expect(create({ families: { ...off, messaging: false } }).names()).toEqual([]);
  });

  it('are accepted under their earlier names, and under one name at a time', () => {
    const { names } = create({ families: { grpc: false, messages: false } });
    expect(names().filter((name) => /^(grpc|message)/.test(name))).toEqual([]);
    expect(names()).toContain('http_requests_total');
    expect(() => create({ families: { grpc: false, rpc: true } })).toThrow('earlier name of metrics.families.rpc');
  });

  it('puts a prefix before every name', () => {
    const plain = create({}).names();
    expect(plain.length).toBeGreaterThan(15);
    expect(create({ prefix: 'shop_' }).names()).toEqual(plain.map((name) => `shop_${name}`));
  });

  it('takes other buckets, for durations and for sizes', async () => {
    const { observe, lines } = create({ buckets: { durationSeconds: [0.01, 0.5], sizeBytes: [50] } });
    const route = httpRoute('GET', '/a');
    observe(
      { kind: 'http.server', ...route, attributes: {} },
      httpServerResult({
        statusCode: 200,
        bodySizeBytes: 70,
        how: 'sent' as const,
        error: undefined,
        errorStatusFrom: 500,
      }),
    );
    const bounds = (text: readonly string[]) => text.map((line) => /le="([^"]+)"/.exec(line)?.[1]);
    expect(bounds(await lines('http_request_duration_seconds_bucket'))).toEqual(['0.5', '+Inf']);
    expect(bounds(await lines('http_response_size_bytes_bucket'))).toEqual(['+Inf']);
  });

  it('counts messages that are sent and processed', async () => {
    const { observe, lines } = create({});
    observe(message('messaging.send'));
    observe(message('messaging.process'));
    observe(message('messaging.process'), { failed: true, error: new Error('x'), facts: {} });
    const labels = 'system="kafka",destination="orders"';
    expect(await lines('messages_total')).toEqual([
      `messages_total{${labels},operation="send",result="success"} 1`,
      `messages_total{${labels},operation="process",result="success"} 1`,
      `messages_total{${labels},operation="process",result="error"} 1`,
    ]);
    expect(await lines('message_duration_seconds_count')).toHaveLength(3);
  });
});

describe('semantic-convention names', () => {
  it('are those of the conventions, with attributes as labels', async () => {
    const { observe, lines } = create({ naming: 'semconv' });
    const http = { how: 'sent' as const, errorStatusFrom: 500, bodySizeBytes: 10 };
    const operation = { kind: 'http.server', ...httpRoute('GET', '/users/:id'), attributes: {} };
    observe(operation, httpServerResult({ ...http, statusCode: 200, error: undefined }));
    observe(operation, httpServerResult({ ...http, statusCode: 503, error: undefined }));
    observe(databaseOperation({ system: 'postgresql', operation: 'SELECT', collection: 'users' }));
    observe(
      rpcOperation('rpc.client', { system: 'grpc', service: 'shop.Orders', method: 'Find' }),
      rpcResult('NOT_FOUND'),
    );
    const request = 'http_request_method="GET",url_scheme="http",http_route="/users/:id"';
    expect(await lines('http_server_request_duration_seconds_count')).toEqual([
      `http_server_request_duration_seconds_count{${request},http_response_status_code="200",error_type=""} 1`,
      `http_server_request_duration_seconds_count{${request},http_response_status_code="503",error_type="503"} 1`,
    ]);
    expect(await lines('http_server_response_body_size_bytes_sum')).toHaveLength(2);
    const users = 'db_system_name="postgresql",db_operation_name="SELECT",db_collection_name="users",db_namespace=""';
    expect(await lines('db_client_operation_duration_seconds_count')).toEqual([
      `db_client_operation_duration_seconds_count{${users},error_type=""} 1`,
    ]);
    expect(await lines('rpc_client_call_duration_seconds_count')).toEqual([
      'rpc_client_call_duration_seconds_count{rpc_system_name="grpc",rpc_method="shop.Orders/Find",server_address="",server_port="",rpc_status_code="NOT_FOUND",error_type="NOT_FOUND"} 1',
    ]);
  });

  it('keep the other names where there is no convention', () => {
    const names = create({ naming: 'semconv' }).names();
    expect(names).toEqual(expect.arrayContaining(['cache_hits_total', 'business_operations_total']));
    expect(names.filter((name) => /^(http_requests|db_quer|grpc|messages)/.test(name))).toEqual([]);
  });
});

describe('the tables of names', () => {
  const all = [...METRIC_FAMILIES, ...SEMCONV_FAMILIES];

  it.each(all.map((family) => [`${family.kind} ${family.duration.name}`, family]))('%s is well formed', (_, family) => {
    for (const { name, help } of family.counters) {
      expect(name).toMatch(/^[a-z_]+_total$/);
      expect(help).not.toBe('');
    }
    expect(family.duration.name).toMatch(/_seconds$/);
    expect(family.size?.name ?? 'none_bytes').toMatch(/_bytes$/);
    for (const label of [...Object.keys(family.labels), ...Object.keys(family.resultLabels)]) {
      expect(label).toMatch(/^[a-z][a-z_]*$/);
    }
  });

  // Families that share a metric must agree on its labels, or its series would not go together.
  it.each([METRIC_FAMILIES, SEMCONV_FAMILIES])('give every metric one set of labels', (...families) => {
    const known = new Map<string, string>();
    for (const { duration, labels, resultLabels } of families) {
      const names = [...Object.keys(labels), ...Object.keys(resultLabels)].join();
      expect(known.get(duration.name) ?? names).toBe(names);
      known.set(duration.name, names);
    }
  });
});
