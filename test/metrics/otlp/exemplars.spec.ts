import { type Context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { Histogram, Registry } from 'prom-client';
import { businessOperation } from '../../../lib/conventions/business/business.js';
import { METRIC_FAMILIES, OTLP_FAMILIES } from '../../../lib/conventions/index.js';
import { MetricsObserver } from '../../../lib/metrics/metrics.observer.js';
import { collectMetrics } from '../../../lib/metrics/otlp/collected-metric.js';
import { toOtlpMetrics } from '../../../lib/metrics/otlp/metric-data.js';
import { pushedNames } from '../../../lib/metrics/otlp/pushed-names.js';

const interval = { startTimeUnixNano: '1', timeUnixNano: '2' };

function create(exemplars = true) {
  const registry = new Registry();
  const pushed = { registry, families: OTLP_FAMILIES };
  const observer = new MetricsObserver(new Registry(), METRIC_FAMILIES, undefined, exemplars, undefined, pushed);
  const operation = businessOperation('checkout');
  return {
    observe: (context: Context, durationMs: number): void =>
      observer.begin(operation, context)?.end(operation, { failed: false, facts: {}, durationMs }),
    exemplars: async () => {
      const names = pushedNames();
      const metrics = toOtlpMetrics(await collectMetrics(registry), { names, defaultLabels: {}, interval });
      return metrics.flatMap(({ histogram }) => histogram?.dataPoints.flatMap((point) => point.exemplars) ?? []);
    },
  };
}

function traced(): { context: Context; ids: { traceId: string; spanId: string } } {
  const span = new TracerProvider({}).getTracer('test').startSpan('checkout');
  const { traceId, spanId } = span.spanContext();
  return { context: trace.setSpan(ROOT_CONTEXT, span), ids: { traceId, spanId } };
}

describe('exemplars over OTLP', () => {
  it('are the latest of each bucket, with value, time and ids', async () => {
    const { observe, exemplars } = create();
    const [first, second, third] = [traced(), traced(), traced()];
    const before = Date.now();
    observe(first.context, 20);
    observe(second.context, 21);
    observe(third.context, 60_000);
    const found = await exemplars();
    expect(found).toEqual([
      { ...second.ids, asDouble: 0.021, timeUnixNano: expect.any(String) as string },
      { ...third.ids, asDouble: 60, timeUnixNano: expect.any(String) as string },
    ]);
    for (const { timeUnixNano } of found) {
      const atMs = Number(BigInt(timeUnixNano) / 1_000_000n);
      expect(atMs).toBeGreaterThanOrEqual(before);
      expect(atMs).toBeLessThanOrEqual(Date.now());
    }
  });

  it('lead to no trace that nobody exports, and to none when they are off', async () => {
    const unsampled = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.NONE };
    const plain = create();
    plain.observe(trace.setSpanContext(ROOT_CONTEXT, unsampled), 20);
    plain.observe(ROOT_CONTEXT, 20);
    expect(await plain.exemplars()).toEqual([]);
    const off = create(false);
    off.observe(traced().context, 20);
    expect(await off.exemplars()).toEqual([]);
  });

  it("are left out where the application's own lead to no trace", async () => {
    const registry = new Registry();
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
    const histogram = new Histogram({ name: 'h', help: 'h', registers: [registry], enableExemplars: true });
    histogram.observe({ labels: {}, value: 0.1, exemplarLabels: { order: '7' } } as never);
    const metrics = toOtlpMetrics(await collectMetrics(registry), { names: new Map(), defaultLabels: {}, interval });
    expect(metrics[0]?.histogram?.dataPoints).toMatchObject([{ count: '1', exemplars: [] }]);
  });
});
