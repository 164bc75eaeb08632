import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';
import { EXPOSITION_FORMATS, type FormatName } from '../../../lib/metrics/endpoint/exposition-format.js';
import { ScrapedMetrics } from '../../../lib/metrics/endpoint/scraped-metrics.js';
import { writeExposition } from '../../../lib/metrics/endpoint/write-exposition.js';
import { KeptCounter } from '../../../lib/metrics/kept/kept-counter.js';
import { KeptHistogram } from '../../../lib/metrics/kept/kept-histogram.js';

const reports: string[] = [];
const report = (what: string): void => void reports.push(what);

async function exposition(format: FormatName, ...registries: Registry[]): Promise<string> {
  const metrics = new ScrapedMetrics(registries, report);
  return (await writeExposition(metrics.read(), EXPOSITION_FORMATS[format])).toString();
}

/** One of each kind, with what is hard to write. */
function hardRegistry(): Registry {
  const registry = new Registry();
  const registers = [registry];
  registry.setDefaultLabels({ app: 'sh"op', kind: 'default' });
  new Counter({ name: 'orders_total', help: 'Orders\nplaced \\', labelNames: ['kind'], registers }).inc({
    kind: 'a"b',
  });
  const gauge = new Gauge({ name: 'level', help: 'x', labelNames: ['of'], registers });
  gauge.set({ of: 'c\\d\ne' }, -Infinity);
  gauge.set({ of: 'ünïcode' }, 1e21);
  new Histogram({ name: 'bare_seconds', help: 'x', buckets: [0.5, 1], registers }).observe(2);
  new Histogram({ name: 'job_seconds', help: 'x', buckets: [0.5, 1], labelNames: ['job'], registers }).observe(
    { job: 'mail' },
    0.7,
  );
  new Summary({ name: 'sizes', help: 'x', percentiles: [0.5], labelNames: ['kind'], registers }).observe(
    { kind: 'a' },
    1,
  );
  const kept = new KeptHistogram('kept_seconds', 'x', [1, 2], registry);
  kept.labels({ le_label: 'x' }).observe(1.5);
  return registry;
}

/** The order of labels means nothing. */
const byName = (line: string): string =>
  line.replace(/\{.*\}/, (labels) => labels.slice(1, -1).split(',').sort().join(','));

const samplesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the exposition', () => {
  beforeEach(() => reports.splice(0));

  it("has the very samples of the client's own text", async () => {
    const registry = hardRegistry();
    const own = samplesOf(await registry.metrics());
    expect(own.length).toBeGreaterThan(15);
    expect(samplesOf(await exposition('text', registry)).map(byName)).toEqual(own.map(byName));
  });

  it("has the very samples of the client's own OpenMetrics", async () => {
    const registry = hardRegistry();
    const ours = await exposition('openmetrics', registry);
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
    expect(samplesOf(ours).map(byName)).toEqual(samplesOf(await registry.metrics()).map(byName));
    expect(ours.endsWith('\n# EOF\n')).toBe(true);
  });

  it('writes NaN as the formats have it, and quotes in help only where they are special', async () => {
    const registry = new Registry();
    new Gauge({ name: 'odd', help: 'an "odd" one', registers: [registry] }).set(NaN);
    expect(await exposition('text', registry)).toBe('# HELP odd an "odd" one\n# TYPE odd gauge\nodd NaN\n');
    expect(await exposition('openmetrics', registry)).toBe(
      '# HELP odd an \\"odd\\" one\n# TYPE odd gauge\nodd NaN\n# EOF\n',
    );
  });

  it('gives counters `_total` in OpenMetrics, whatever their name', async () => {
    const registry = new Registry();
    new Counter({ name: 'visits', help: 'x', registers: [registry] }).inc();
    expect(await exposition('openmetrics', registry)).toContain('# TYPE visits counter\nvisits_total 1\n');
    expect(await exposition('text', registry)).toContain('# TYPE visits counter\nvisits 1\n');
  });

  it('does not give two families one name in OpenMetrics', async () => {
    const registry = new Registry();
    new Gauge({ name: 'jobs', help: 'x', registers: [registry] }).set(2);
    new Counter({ name: 'jobs_total', help: 'x', registers: [registry] }).inc();
    const text = await exposition('openmetrics', registry);
    expect(text.split('\n').filter((line) => !line.startsWith('# HELP'))).toEqual(
      ['# TYPE jobs gauge', 'jobs 2', '# TYPE jobs_total unknown', 'jobs_total 1', '# EOF', ''], // prettier-ignore
    );
  });

  it('takes the first of two metrics with one name, and says so once', async () => {
    const [first, second] = [new Registry(), new Registry()];
    new KeptCounter('a_total', 'ours', first).labels({}).inc();
    new Counter({ name: 'a_total', help: 'theirs', registers: [second] }).inc(5);
    new Counter({ name: 'b_total', help: 'theirs', registers: [second] }).inc(6);
    const metrics = new ScrapedMetrics([first, second], report);
    for (let n = 0; n < 3; n++) {
      const text = (await writeExposition(metrics.read(), EXPOSITION_FORMATS.text)).toString();
      expect(samplesOf(text)).toEqual(['a_total 1', 'b_total 6']);
    }
    expect(reports).toEqual([expect.stringMatching(/Two metrics have one name.*: a_total$/)]);
  });

  it('reads a registry that is given twice once', async () => {
    const registry = hardRegistry();
    expect(await exposition('text', registry, registry)).toBe(await exposition('text', registry));
    expect(reports).toEqual([]);
  });

  it('asks metrics that collect their values at the same time', async () => {
    const registry = new Registry();
    let waiting = 0;
    let release = (): void => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    for (const name of ['one', 'two']) {
      const collect = (): Promise<void> => {
        if (++waiting === 2) release();
        return both;
      };
      registry.registerMetric(new Gauge({ name, help: 'x', registers: [], collect }));
    }
    expect(samplesOf(await exposition('text', registry))).toEqual(['one 0', 'two 0']);
  });

  it('does not wait for ever for a metric, and says which', async () => {
    const registry = new Registry();
    const collect = (): Promise<void> => new Promise(() => undefined);
    registry.registerMetric(new Gauge({ name: 'stuck', help: 'x', registers: [], collect }));
    new Gauge({ name: 'sound', help: 'x', registers: [registry] }).set(1);
    const metrics = new ScrapedMetrics([registry], report, 20);
    const text = (await writeExposition(metrics.read(), EXPOSITION_FORMATS.text)).toString();
    expect(samplesOf(text)).toEqual(['sound 1']);
    expect(reports).toEqual(['The metric stuck could not be collected']);
  });

  it.each([
    ['of telemetry', (registry: Registry) => manyKept(registry, 3_000)],
    ['of the user', (registry: Registry) => manyGauges(registry, 3_000)],
  ])('pauses again and again while it writes many series %s', async (_whose, fill) => {
    const registry = new Registry();
    fill(registry);
    let pauses = 0;
    const pause = async (): Promise<void> => void pauses++;
    const metrics = new ScrapedMetrics([registry], report);
    const text = (await writeExposition(metrics.read(), EXPOSITION_FORMATS.text, pause)).toString();
    expect(samplesOf(text)).toHaveLength(3_000);
    expect(pauses).toBeGreaterThanOrEqual(5);
  });

  it('never shows half a histogram, even if it is observed in the pauses', async () => {
    const registry = new Registry();
    const histogram = new KeptHistogram('kept_seconds', 'x', [1], registry);
    const series = Array.from({ length: 600 }, (_, n) => histogram.labels({ n: String(n) }));
    const pause = async (): Promise<void> => series.forEach((one) => one.observe(0.5));
    const metrics = new ScrapedMetrics([registry], report);
    const lines = samplesOf((await writeExposition(metrics.read(), EXPOSITION_FORMATS.text, pause)).toString());
    const values = lines.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
    expect(new Set(values).size).toBeGreaterThan(2);
    for (let at = 0; at < values.length; at += 4) {
      const [bucket, all, sum, count] = values.slice(at, at + 4);
      expect([all, sum, count]).toEqual([bucket, (bucket ?? 0) * 0.5, bucket]);
    }
  });
});

function manyKept(registry: Registry, count: number): void {
  const counter = new KeptCounter('many_total', 'x', registry);
  for (let n = 0; n < count; n++) counter.labels({ n: String(n) }).inc();
}

function manyGauges(registry: Registry, count: number): void {
  const gauge = new Gauge({ name: 'many', help: 'x', labelNames: ['n'], registers: [registry] });
  for (let n = 0; n < count; n++) gauge.set({ n }, n);
}
