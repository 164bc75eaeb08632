import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import { Metrics } from 'nestjs-telemetry';
import { databaseOperation } from '../../lib/conventions/database/database.js';
import { httpRoute, httpServerResult } from '../../lib/conventions/http-server/http-server.js';
import { METRIC_FAMILIES } from '../../lib/conventions/index.js';
import { rpcOperation, rpcResult } from '../../lib/conventions/rpc/rpc.js';
import { ConnectionPools } from '../../lib/metrics/connection-pools.js';
import { MetricsObserver } from '../../lib/metrics/metrics.observer.js';
import type { Operation, Result } from '../../lib/observation/index.js';

function create() {
  const registry = new Registry();
  const observer = new MetricsObserver(registry, METRIC_FAMILIES);
  const metrics = new Metrics(registry, { observer, pool: new ConnectionPools(registry) });
  return {
    metrics,
    observe: (operation: Operation, result: Result) =>
      observer.begin(operation, ROOT_CONTEXT)?.end(operation, { ...result, durationMs: 20 }),
    /** Samples without buckets that are not zero. */
    lines: async () =>
      (await registry.metrics()).split('\n').filter((line) => /^[^#].* (?!0$)/.test(line) && !line.includes('_bucket')),
  };
}

describe('metrics by hand', () => {
  it('add to the series that telemetry feeds by itself', async () => {
    const { metrics, observe, lines } = create();
    const route = httpRoute('GET', '/users/:id');
    const result = { how: 'sent' as const, error: undefined, errorStatusFrom: 500 };
    observe(
      { kind: 'http.server', ...route, attributes: {} },
      httpServerResult({ ...result, statusCode: 200, bodySizeBytes: 10 }),
    );
    metrics.recordHttpRequest('GET', '/users/:id', 200, 500, 30);
    observe(databaseOperation({ system: 'sqlite', operation: 'SELECT', collection: 'users' }), {
      failed: false,
      facts: {},
    });
    metrics.recordDbQuery('SELECT', 'users', 480);
    observe(rpcOperation('rpc.server', { system: 'grpc', service: 'shop.Orders', method: 'Find' }), rpcResult('OK'));
    metrics.recordGrpcRequest('Find', 'shop.Orders', 'OK', 480, 100);
    const http = 'method="GET",endpoint="/users/:id",status_code="200"';
    const db = 'operation="SELECT",table="users",error="false"';
    const grpc = 'method="Find",service="shop.Orders",status_code="OK"';
    expect(await lines()).toEqual([
      `http_requests_total{${http}} 2`,
      `http_request_duration_seconds_sum{${http}} 0.52`,
      `http_request_duration_seconds_count{${http}} 2`,
      `http_response_size_bytes_sum{${http}} 40`,
      `http_response_size_bytes_count{${http}} 2`,
      `grpc_requests_total{${grpc}} 2`,
      `grpc_request_duration_seconds_sum{${grpc}} 0.5`,
      `grpc_request_duration_seconds_count{${grpc}} 2`,
      `grpc_response_size_bytes_sum{${grpc}} 100`,
      `grpc_response_size_bytes_count{${grpc}} 1`,
      `db_queries_total{${db}} 2`,
      `db_query_duration_seconds_sum{${db}} 0.5`,
      `db_query_duration_seconds_count{${db}} 2`,
    ]);
  });

  it('count what failed as such', async () => {
    const { metrics, lines } = create();
    metrics.recordDbQuery('INSERT', 'users', 1_000, new Error('constraint'));
    metrics.recordGrpcRequest('Find', 'shop.Orders', 'NOT_FOUND', 1_000);
    metrics.recordBusinessOperation('checkout', 'error', 'CardDeclined', 1_000);
    metrics.recordBusinessOperation('checkout', 'success', '', 1_000);
    expect((await lines()).filter((line) => line.includes('_total'))).toEqual([
      'grpc_requests_total{method="Find",service="shop.Orders",status_code="NOT_FOUND"} 1',
      'db_queries_total{operation="INSERT",table="users",error="true"} 1',
      'business_operations_total{operation="checkout",result="error",error_type="CardDeclined"} 1',
      'business_operations_total{operation="checkout",result="success",error_type=""} 1',
    ]);
  });

  it('count hits and misses apart from the time that operations take', async () => {
    const { metrics, lines } = create();
    metrics.recordCacheHit('redis', 'get');
    metrics.recordCacheHit('redis', 'get');
    metrics.recordCacheMiss('redis', 'get');
    metrics.recordCacheOperation('redis', 'get', 'hit', 1_000);
    metrics.recordCacheOperation('redis', 'set', 'error', 2_000);
    const get = 'cache_type="redis",operation="get"';
    expect(await lines()).toEqual([
      `cache_hits_total{${get}} 2`,
      `cache_misses_total{${get}} 1`,
      `cache_operation_duration_seconds_sum{${get},result="hit"} 1`,
      `cache_operation_duration_seconds_count{${get},result="hit"} 1`,
      'cache_operation_duration_seconds_sum{cache_type="redis",operation="set",result="error"} 2',
      'cache_operation_duration_seconds_count{cache_type="redis",operation="set",result="error"} 1',
    ]);
  });

  it('say how many connections a pool has in each state', async () => {
    const { metrics, lines } = create();
    metrics.setDbConnectionPool(9, 4, 5);
    metrics.setDbConnectionPool(8, 6, 2);
    expect(await lines()).toEqual([
      'db_connection_pool_connections{state="active"} 8',
      'db_connection_pool_connections{state="idle"} 6',
      'db_connection_pool_connections{state="in_use"} 2',
    ]);
  });

  it('are ignored where their family is switched off', async () => {
    const registry = new Registry();
    const metrics = new Metrics(registry, { observer: new MetricsObserver(registry, []) });
    metrics.recordHttpRequest('GET', '/', 200, 1);
    metrics.recordCacheHit('redis', 'get');
    metrics.recordCacheOperation('redis', 'get', 'hit', 1);
    metrics.setDbConnectionPool(1, 1, 1);
    expect((await registry.metrics()).trim()).toBe('');
  });
});
