import { type Context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { AlwaysOffSampler, createAlwaysRecordSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { Registry } from 'prom-client';
import { businessOperation } from '../../lib/conventions/business/business.js';
import { METRIC_FAMILIES } from '../../lib/conventions/index.js';
import { EXPOSITION_FORMATS, type FormatName } from '../../lib/metrics/endpoint/exposition-format.js';
import { ScrapedMetrics } from '../../lib/metrics/endpoint/scraped-metrics.js';
import { writeExposition } from '../../lib/metrics/endpoint/write-exposition.js';
import { MetricsObserver } from '../../lib/metrics/metrics.observer.js';

const tracer = new TracerProvider({}).getTracer('test');
const report = (what: string): void => {
  throw new Error(what);
};

function create(exemplars?: boolean) {
  const registry = new Registry();
  const observer = new MetricsObserver(registry, METRIC_FAMILIES, undefined, exemplars);
  const operation = businessOperation('checkout');
  return {
    observe: (context: Context, durationMs: number): void =>
      observer.begin(operation, context)?.end(operation, { failed: false, facts: {}, durationMs }),
    lines: async (format: FormatName = 'openmetrics'): Promise<string[]> => {
      const metrics = new ScrapedMetrics([registry], report);
      return (await writeExposition(metrics.read(), EXPOSITION_FORMATS[format])).toString().split('\n');
    },
  };
}

function traced(): { context: Context; labels: string } {
  const span = tracer.startSpan('checkout');
  const { traceId, spanId } = span.spanContext();
  return {
    context: trace.setSpan(ROOT_CONTEXT, span),
    labels: `{trace_id="${traceId}",span_id="${spanId}"}`,
  };
}

const withExemplar = (lines: readonly string[]): string[] => lines.filter((line) => line.includes(' # '));

describe('exemplars', () => {
  it('stand on the bucket of the duration, with value and time', async () => {
    const { observe, lines } = create();
    const { context, labels } = traced();
    const before = Date.now();
    observe(context, 20);
    const [line = '', ...others] = withExemplar(await lines());
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^business_operation_duration_seconds_bucket\{le="0.025",operation="checkout",result="success"/,
    );
    const [, exemplar = ''] = line.split(' 1 # ');
    expect(exemplar.startsWith(`${labels} 0.02 `)).toBe(true);
    const atMs = Number(exemplar.split(' ').at(-1)) * 1_000;
    expect(atMs).toBeGreaterThanOrEqual(before - 1);
    expect(atMs).toBeLessThanOrEqual(Date.now() + 1);
  });

  it('are the latest of each bucket, also above the last bound', async () => {
    const { observe, lines } = create();
    const [first, second, third] = [traced(), traced(), traced()];
    observe(first.context, 20);
    observe(second.context, 21);
    observe(third.context, 60_000);
    const found = withExemplar(await lines());
    expect(found).toHaveLength(2);
    expect(found[0]).toContain(` 2 # ${second.labels} 0.021 `);
    expect(found[1]).toContain(`le="+Inf"`);
    expect(found[1]).toContain(` 3 # ${third.labels} 60 `);
  });

  it('are for OpenMetrics alone', async () => {
    const { observe, lines } = create();
    observe(traced().context, 20);
    expect(withExemplar(await lines('text'))).toEqual([]);
    expect(withExemplar(await lines())).toHaveLength(1);
  });

  it('can be switched off', async () => {
    const { observe, lines } = create(false);
    observe(traced().context, 20);
    expect(withExemplar(await lines())).toEqual([]);
  });

  const neverSampled = new TracerProvider({ sampler: new AlwaysOffSampler() }).getTracer('test');
  const onlyRecorded = new TracerProvider({ sampler: createAlwaysRecordSampler(new AlwaysOffSampler()) }).getTracer(
    'x',
  );
  const callers = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });

  it.each<[string, Context]>([
    ['without a span', ROOT_CONTEXT],
    ['that is not sampled', trace.setSpan(ROOT_CONTEXT, neverSampled.startSpan('x'))],
    ['that is recorded and not sampled', trace.setSpan(ROOT_CONTEXT, onlyRecorded.startSpan('x'))],
    ["that has only its caller's span", callers],
  ])('are not taken from an operation %s', async (_what, context) => {
    const { observe, lines } = create();
    observe(context, 20);
    expect(withExemplar(await lines())).toEqual([]);
    expect((await lines()).some((line) => line.startsWith('business_operation_duration_seconds_count'))).toBe(true);
  });
});
