import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import { businessOperation } from '../../lib/conventions/business/business.js';
import { cacheOperation } from '../../lib/conventions/cache/cache.js';
import { databaseOperation } from '../../lib/conventions/database/database.js';
import { httpRoute, httpServerOperation, httpServerResult } from '../../lib/conventions/http-server/http-server.js';
import { METRIC_FAMILIES } from '../../lib/conventions/index.js';
import { MetricsObserver } from '../../lib/metrics/metrics.observer.js';
import type { Operation, Recording, Result } from '../../lib/observation/index.js';

const registry = new Registry();
const observer = new MetricsObserver(registry, METRIC_FAMILIES);
const begin = (operation: Operation): Recording => observer.begin(operation, ROOT_CONTEXT) as Recording;

function observe(operation: Operation, result: Result, durationMs = 20): void {
  begin(operation).end(operation, { ...result, durationMs });
}

/** Every sample of a metric, without buckets, as the endpoint writes it. */
async function samples(name: string): Promise<string[]> {
  const lines = (await registry.getSingleMetricAsString(name)).split('\n');
  return lines.filter((line) => !line.startsWith('#') && !line.includes('_bucket')).sort();
}

const ok: Result = { failed: false, facts: {} };
const failed = (error: unknown): Result => ({ failed: true, error, facts: {} });
const request = (method: string): Operation =>
  httpServerOperation({
    method,
    path: '/cats/1',
    scheme: 'http',
    server: { address: 'x', port: undefined },
    clientAddress: undefined,
    userAgent: undefined,
    protocolVersion: '1.1',
  });
const response = (statusCode: number | undefined, bodySizeBytes: number): Result =>
  httpServerResult({
    statusCode,
    bodySizeBytes,
    how: statusCode === undefined ? 'abandoned' : 'sent',
    error: undefined,
    errorStatusFrom: 500,
  });

describe('the metrics of each kind of operation', () => {
  beforeEach(() => registry.resetMetrics());

  it('http: by method, route template and status', async () => {
    const route = httpRoute('GET', '/cats/:id');
    const open = begin(request('GET'));
    expect(await samples('http_requests_in_flight')).toEqual([
      'http_requests_in_flight{method="GET",endpoint="unmatched"} 1',
    ]);
    const routed = { ...request('GET'), ...route };
    open.describe?.(routed);
    expect(await samples('http_requests_in_flight')).toEqual([
      'http_requests_in_flight{method="GET",endpoint="/cats/:id"} 1',
      'http_requests_in_flight{method="GET",endpoint="unmatched"} 0',
    ]);
    open.end(routed, { ...response(200, 300), durationMs: 20 });
    observe(routed, response(200, 700), 2_000);
    observe(routed, response(503, 0));
    observe(request('BREW'), response(404, 9));
    observe(request('GET'), response(undefined, 0));

    expect(await samples('http_requests_total')).toEqual([
      'http_requests_total{method="GET",endpoint="/cats/:id",status_code="200"} 2',
      'http_requests_total{method="GET",endpoint="/cats/:id",status_code="503"} 1',
      'http_requests_total{method="GET",endpoint="unmatched",status_code="499"} 1',
      'http_requests_total{method="_OTHER",endpoint="unmatched",status_code="404"} 1',
    ]);
    expect(await samples('http_request_duration_seconds')).toEqual(
      expect.arrayContaining([
        'http_request_duration_seconds_count{method="GET",endpoint="/cats/:id",status_code="200"} 2',
        'http_request_duration_seconds_sum{method="GET",endpoint="/cats/:id",status_code="200"} 2.02',
      ]),
    );
    expect(await samples('http_response_size_bytes')).toContain(
      'http_response_size_bytes_sum{method="GET",endpoint="/cats/:id",status_code="200"} 1000',
    );
    expect((await samples('http_requests_in_flight')).every((line) => line.endsWith(' 0'))).toBe(true);
  });

  it('puts a duration into the bucket where it belongs', async () => {
    observe(businessOperation('checkout'), ok, 20);
    const text = await registry.getSingleMetricAsString('business_operation_duration_seconds');
    const counts = [...text.matchAll(/le="([^"]+)",operation="checkout",.*\} (\d+)/g)].map(([, le, n]) => [le, n]);
    expect(counts.slice(0, 4)).toEqual([['0.005', '0'], ['0.01', '0'], ['0.025', '1'], ['0.05', '1']]); // prettier-ignore
    expect(counts.at(-1)).toEqual(['+Inf', '1']);
  });

  it('database: by operation, table and error', async () => {
    const users = databaseOperation({ system: 'sqlite', operation: 'SELECT', collection: 'users' });
    observe(users, ok);
    observe(users, ok);
    observe(users, failed(new Error('syntax')));
    observe(databaseOperation({ system: 'sqlite', operation: 'BEGIN' }), ok);
    expect(await samples('db_queries_total')).toEqual([
      'db_queries_total{operation="BEGIN",table="unknown",error="false"} 1',
      'db_queries_total{operation="SELECT",table="users",error="false"} 2',
      'db_queries_total{operation="SELECT",table="users",error="true"} 1',
    ]);
    expect(await samples('db_query_duration_seconds')).toContain(
      'db_query_duration_seconds_count{operation="SELECT",table="users",error="false"} 2',
    );
  });

  it('cache: hits and misses of lookups, and the time of everything', async () => {
    const get = cacheOperation({ system: 'memory', operation: 'get' });
    const hit = (value: boolean): Result => ({ failed: false, facts: { 'nestjs.cache.hit': value } });
    for (const result of [hit(true), hit(true), hit(false), failed(new Error('down'))]) observe(get, result);
    observe(cacheOperation({ system: 'memory', operation: 'set' }), ok);
    const labels = 'cache_type="memory",operation="get"';
    expect(await samples('cache_hits_total')).toEqual([`cache_hits_total{${labels}} 2`]);
    expect(await samples('cache_misses_total')).toEqual([`cache_misses_total{${labels}} 1`]);
    const counts = (await samples('cache_operation_duration_seconds')).filter((line) => line.includes('_count'));
    expect(counts).toEqual(
      [['error', 'get'], ['hit', 'get', 2], ['miss', 'get'], ['success', 'set']].map(
        ([result, operation, count = 1]) =>
          `cache_operation_duration_seconds_count{cache_type="memory",operation="${operation}",result="${result}"} ${count}`,
      ), // prettier-ignore
    );
  });

  it('business: by operation, result and class of error, never by its message', async () => {
    const checkout = businessOperation('checkout');
    observe(checkout, ok);
    observe(checkout, failed(new RangeError('order 4711 is too big')));
    observe(checkout, failed(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })));
    observe(checkout, failed('just a text'));
    observe(checkout, failed(undefined));
    expect(await samples('business_operations_total')).toEqual([
      'business_operations_total{operation="checkout",result="error",error_type="ECONNREFUSED"} 1',
      'business_operations_total{operation="checkout",result="error",error_type="RangeError"} 1',
      'business_operations_total{operation="checkout",result="error",error_type="string"} 1',
      'business_operations_total{operation="checkout",result="error",error_type="undefined"} 1',
      'business_operations_total{operation="checkout",result="success",error_type=""} 1',
    ]);
  });

  it('escapes what would break the format', async () => {
    observe(businessOperation('a"b\\c\nd'), ok);
    expect((await samples('business_operations_total')).filter((line) => line.endsWith(' 1'))).toEqual([
      'business_operations_total{operation="a\\"b\\\\c\\nd",result="success",error_type=""} 1',
    ]);
  });

  it('counts in flight exactly, however calls overlap and are described', async () => {
    const routes = ['/a', '/b', '/c'].map((template) => httpRoute('GET', template));
    const open = Array.from({ length: 300 }, () => begin(request('GET')));
    open.forEach((recording, n) =>
      recording.describe?.({ ...request('GET'), ...(routes[n % 3] as (typeof routes)[0]) }),
    );
    const inFlight = await samples('http_requests_in_flight');
    expect(inFlight.filter((line) => line.endsWith(' 100'))).toHaveLength(3);
    for (const recording of open) recording.end(request('GET'), { ...ok, durationMs: 1 });
    expect((await samples('http_requests_in_flight')).every((line) => line.endsWith(' 0'))).toBe(true);
  });
});
