import { ROOT_CONTEXT } from '@opentelemetry/api';
import { businessOperation } from '../../../lib/conventions/business/business.js';
import { cacheOperation } from '../../../lib/conventions/cache/cache.js';
import { httpRoute } from '../../../lib/conventions/http-server/http-server.js';
import type { Labels, Recording, Result } from '../../../lib/observation/index.js';
import { capped, megabytesHeldBy, sum } from './capped-metrics.js';

const MANY = 100_000;
const OK: Result = { failed: false, facts: {} };

function request(labels: Labels) {
  return { kind: 'http.server', name: 'request', labels, attributes: {} };
}

describe("the cap on telemetry's own families", () => {
  it('holds for operations with 100,000 names', async () => {
    const { observer, reports, samples } = capped(2_000);
    const held = await megabytesHeldBy(() => {
      for (let at = 0; at < MANY; at++) {
        const operation = businessOperation(`checkout ${at}`);
        observer.begin(operation, ROOT_CONTEXT)?.end(operation, { ...OK, durationMs: 1 });
      }
    });
    for (const name of ['business_operations_total', 'business_operation_duration_seconds_count']) {
      const counted = await samples(name);
      expect([counted.size, sum(counted)]).toEqual([2_001, MANY]);
      expect(counted.get('{otel_metric_overflow="true"}')).toBe(MANY - 2_000);
    }
    expect(held).toBeLessThan(20);
    expect(reports).toHaveLength(2);
    expect(reports[0]).toContain('label "operation" grows: it has 2000 different values');
  });

  it('holds for results with 100,000 values under one set of labels that is kept', async () => {
    const { observer, samples } = capped(100);
    const operation = businessOperation('checkout');
    const held = await megabytesHeldBy(() => {
      for (let at = 0; at < MANY; at++) {
        const error = { name: 'Error', code: `E${at}` };
        observer.begin(operation, ROOT_CONTEXT)?.end(operation, { failed: true, error, facts: {}, durationMs: 1 });
      }
    });
    const counted = await samples('business_operations_total');
    expect([counted.size, sum(counted)]).toEqual([101, MANY]);
    expect(held).toBeLessThan(5);
  });

  it('counts in flight exactly beyond the cap', async () => {
    const { observer, samples } = capped(3);
    const open = Array.from({ length: 50 }, (_, at) => {
      const operation = request(httpRoute('GET', `/${at}`).labels);
      return [operation, observer.begin(operation, ROOT_CONTEXT) as Recording] as const;
    });
    expect(sum(await samples('http_requests_in_flight'))).toBe(50);
    open.forEach(([operation, recording]) => recording.end(operation, { ...OK, durationMs: 1 }));
    const left = await samples('http_requests_in_flight');
    expect([left.size, ...new Set(left.values())]).toEqual([4, 0]);
  });

  it('leaves a full metric out of the way of the others', async () => {
    const { observer, samples } = capped(4);
    for (const operation of ['get', 'set', 'del', 'mget']) {
      for (const facts of [{ 'nestjs.cache.hit': true }, { 'nestjs.cache.hit': false }]) {
        const described = cacheOperation({ system: 'memory', operation });
        observer.begin(described, ROOT_CONTEXT)?.end(described, { failed: false, facts, durationMs: 1 });
      }
    }
    expect((await samples('cache_operation_duration_seconds_count')).size).toBe(5);
    expect([...(await samples('cache_hits_total')).values()]).toEqual([1, 1, 1, 1]);
  });

  it('goes on counting kept series after a reset', async () => {
    const { observer, registry, samples } = capped(10);
    const operation = request(httpRoute('GET', '/a').labels);
    const open = observer.begin(operation, ROOT_CONTEXT);
    observer.begin(operation, ROOT_CONTEXT)?.end(operation, { ...OK, durationMs: 1 });
    registry.resetMetrics();
    expect(sum(await samples('http_requests_total'))).toBe(0);
    expect(sum(await samples('http_requests_in_flight'))).toBe(1);
    open?.end(operation, { ...OK, durationMs: 1 });
    expect(sum(await samples('http_requests_total'))).toBe(1);
    expect(sum(await samples('http_requests_in_flight'))).toBe(0);
  });
});
