import { Registry } from 'prom-client';
import { OTLP_RUNTIME_METRICS } from '../../../lib/conventions/metrics/otlp-runtime.js';
import { collectMetrics } from '../../../lib/metrics/otlp/collected-metric.js';
import { toOtlpMetrics } from '../../../lib/metrics/otlp/metric-data.js';
import type { OtlpMetric } from '../../../lib/metrics/otlp/otlp-request.js';
import { pushedNames } from '../../../lib/metrics/otlp/pushed-names.js';
import { scrapedNames } from '../../../lib/metrics/otlp/scraped-names.js';
import { startRuntimeMetrics } from '../../../lib/metrics/runtime/runtime-metrics.js';
import { metricFindings } from '../../conventions/registry/metric-findings.js';
import { plainAttributes } from '../otlp/plain-attributes.js';

const [scraped, otlp] = [new Registry(), new Registry()];
const end = startRuntimeMetrics(scraped, 'shop_', otlp);
afterAll(end);

const collection = { defaultLabels: {}, interval: { startTimeUnixNano: '1', timeUnixNano: '2' } };

async function sent(): Promise<OtlpMetric[]> {
  return [
    ...toOtlpMetrics(await collectMetrics(scraped), { names: scrapedNames('shop_', []), ...collection }),
    ...toOtlpMetrics(await collectMetrics(otlp), { names: pushedNames(), ...collection }),
  ];
}

function values({ sum, gauge }: OtlpMetric): Map<unknown, number> {
  const points = (sum ?? gauge)?.dataPoints ?? [];
  return new Map(points.map((point) => [Object.values(plainAttributes(point.attributes))[0], point.asDouble]));
}

describe('the metrics of the process over OTLP', () => {
  it('are those of semantic conventions, each once', async () => {
    const metrics = await sent();
    const names = metrics.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const linuxOnly = new Set(['process.memory.virtual', 'process.unix.file_descriptor.count']);
    const expected = Object.values(OTLP_RUNTIME_METRICS).flatMap(({ name }) =>
      process.platform === 'linux' || !linuxOnly.has(name) ? [name] : [],
    );
    expect(names).toEqual(expect.arrayContaining(expected));
    expect(names).toContain('v8js.gc.duration');
    const findings = metrics.flatMap((metric) => {
      const { name, unit, sum, gauge, histogram } = metric;
      const instrument = sum ? (sum.isMonotonic ? 'counter' : 'updowncounter') : gauge ? 'gauge' : 'histogram';
      const points = (sum ?? gauge ?? histogram)?.dataPoints ?? [];
      return metricFindings({ name, unit, instrument, points: points.map((of) => plainAttributes(of.attributes)) });
    });
    expect(findings).toEqual([]);
  });

  it('say what the process says', async () => {
    const metrics = new Map((await sent()).map((metric) => [metric.name, values(metric)]));
    expect([...(metrics.get('process.cpu.time') ?? []).keys()]).toEqual(['user', 'system']);
    expect([...(metrics.get('nodejs.eventloop.time') ?? []).keys()]).toEqual(['active', 'idle']);
    const utilization = [...(metrics.get('process.cpu.utilization') ?? []).values()];
    expect(utilization.every((share) => share >= 0 && share <= 1.5)).toBe(true);
    expect(metrics.get('v8js.memory.heap.used')?.get('old_space')).toBeGreaterThan(1_000_000);
    const { rss } = process.memoryUsage();
    const [memory = 0] = [...(metrics.get('process.memory.usage') ?? []).values()];
    expect(memory).toBeGreaterThan(rss / 2);
    expect(memory).toBeLessThan(rss * 2);
  });
});
