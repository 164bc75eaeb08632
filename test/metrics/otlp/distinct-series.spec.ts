import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import { KINDS, METRIC_FAMILIES, OTLP_FAMILIES, SEMCONV_FAMILIES } from '../../../lib/conventions/index.js';
import { collectMetrics } from '../../../lib/metrics/otlp/collected-metric.js';
import { toOtlpMetrics } from '../../../lib/metrics/otlp/metric-data.js';
import type { OtlpMetric } from '../../../lib/metrics/otlp/otlp-request.js';
import { pushedNames } from '../../../lib/metrics/otlp/pushed-names.js';
import { MetricsObserver } from '../../../lib/metrics/metrics.observer.js';
import type { Labels, Outcome } from '../../../lib/observation/index.js';
import { metricFindings } from '../../conventions/registry/metric-findings.js';
import { plainAttributes } from './plain-attributes.js';

/** Values that one label may have. */
const VALUES: Readonly<Record<string, readonly (string | number)[]>> = {
  'rpc.method': ['shop.Orders/Find', 'shop.Orders/Take', 'shop.Users/Find', '_OTHER'],
  'http.request.method': ['GET', '_OTHER'],
  'server.port': [80, 8_080],
};

const OUTCOMES: readonly Omit<Outcome, 'durationMs'>[] = [
  { failed: false, facts: {} },
  { failed: false, facts: { 'nestjs.cache.hit': true, 'http.response.body.size': 3, 'nestjs.rpc.response.size': 4 } },
  { failed: false, facts: { 'nestjs.cache.hit': false, 'nestjs.messaging.reply.cancelled': true } },
  { failed: false, facts: { 'http.response.status_code': 200, 'rpc.status_code': 'OK' } },
  { failed: true, facts: { 'http.response.status_code': 503, 'rpc.status_code': 'INTERNAL', 'error.type': '503' } },
  { failed: true, facts: {}, error: new RangeError('far') },
];

function combinations(names: readonly string[]): Labels[] {
  const [name, ...others] = names;
  if (name === undefined) return [{}];
  const values = VALUES[name] ?? [`${name} one`, `${name} two`];
  return combinations(others).flatMap((rest) => values.map((value) => Object.assign({ [name]: value }, rest)));
}

const measured = KINDS.flatMap((kind) => (kind.metrics === false ? [] : [kind]));

describe.each([
  ['prometheus', METRIC_FAMILIES],
  ['semconv', SEMCONV_FAMILIES],
] as const)('series over OTLP, beside the naming %s', (_naming, families) => {
  it.each(measured.map((kind) => [kind.kind, kind] as const))('are distinct and complete: %s', async (_name, kind) => {
    const [registry, otlp] = [new Registry(), new Registry()];
    const pushed = { registry: otlp, families: OTLP_FAMILIES };
    const observer = new MetricsObserver(registry, families, undefined, true, undefined, pushed);
    for (const labels of combinations(kind.metrics.otlp.attributes)) {
      const operation = { kind: kind.kind, name: 'call', labels, attributes: {} };
      for (const outcome of OUTCOMES) {
        observer.begin(operation, ROOT_CONTEXT)?.end(operation, { ...outcome, durationMs: 1_000 });
      }
    }
    const interval = { startTimeUnixNano: '1', timeUnixNano: '2' };
    const metrics = toOtlpMetrics(await collectMetrics(otlp), { names: pushedNames(), defaultLabels: {}, interval });
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.flatMap((metric) => metricFindings(examined(metric)))).toEqual([]);

    const scraped = families.find((family) => family.kind === kind.kind);
    const duration = metrics.find(({ name }) => name === kind.metrics.otlp.duration.name);
    const calls = total(duration);
    expect(calls).toBe(combinations(kind.metrics.otlp.attributes).length * OUTCOMES.length);
    expect(await scrapedTotal(registry, `${scraped?.duration.name}_count`)).toBe(calls);
    for (const [at, { name }] of kind.metrics.otlp.counters.entries()) {
      // Prometheus may have a counter beside a histogram where OTLP has the histogram's count.
      const counter = scraped?.counters[at]?.name ?? '';
      expect(total(metrics.find((metric) => metric.name === name))).toBe(await scrapedTotal(registry, counter));
    }
  });
});

function pointsOf({ sum, gauge, histogram }: OtlpMetric) {
  return (sum ?? gauge ?? histogram)?.dataPoints ?? [];
}

function examined(metric: OtlpMetric) {
  const { name, unit, sum, gauge } = metric;
  const instrument = sum ? (sum.isMonotonic ? 'counter' : 'updowncounter') : gauge ? 'gauge' : 'histogram';
  return {
    name,
    unit,
    instrument,
    points: pointsOf(metric).map(({ attributes }) => plainAttributes(attributes)),
  } as const;
}

function total(metric: OtlpMetric | undefined): number {
  const points = metric === undefined ? [] : pointsOf(metric);
  return points.reduce((sum, point) => sum + ('count' in point ? Number(point.count) : point.asDouble), 0);
}

async function scrapedTotal(registry: Registry, name: string): Promise<number> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
