// How long a scrape of many series keeps the event loop from everything else: prom-client's own text, and ours.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Histogram, Registry } from 'prom-client';
import { METRIC_FAMILIES } from '../lib/conventions/index.js';
import { EXPOSITION_FORMATS } from '../lib/metrics/endpoint/exposition-format.js';
import { ScrapedMetrics } from '../lib/metrics/endpoint/scraped-metrics.js';
import { writeExposition } from '../lib/metrics/endpoint/write-exposition.js';
import { MetricsObserver } from '../lib/metrics/metrics.observer.js';
import { ROOT_CONTEXT } from '@opentelemetry/api';

const ROUNDS = 12;
const REPORT = (what: string, error?: unknown): void => console.error(what, error);

/** Telemetry's own families: each route is a series of two histograms, a counter and a gauge. */
function telemetrySeries(routes: number): Registry {
  const registry = new Registry();
  const observer = new MetricsObserver(
    registry,
    METRIC_FAMILIES.filter(({ kind }) => kind === 'http.server'),
  );
  for (let n = 0; n < routes; n++) {
    const operation = {
      kind: 'http.server',
      name: `GET /${n}`,
      labels: { 'http.request.method': 'GET', 'http.route': `/route-${n}/:id` },
      attributes: {},
    };
    const facts = { 'http.response.status_code': 200, 'http.response.body.size': n };
    observer.begin(operation, ROOT_CONTEXT)?.end(operation, { failed: false, facts, durationMs: n % 5_000 });
  }
  return registry;
}

/** A metric of the user's own. */
function userSeries(count: number): Registry {
  const registry = new Registry();
  const histogram = new Histogram({ name: 'things_seconds', help: 'x', labelNames: ['a', 'b'], registers: [registry] });
  for (let n = 0; n < count; n++) histogram.observe({ a: `a${n}`, b: 'b' }, 1);
  return registry;
}

async function measure(what: string, scrape: () => Promise<string | Buffer>): Promise<void> {
  for (let n = 0; n < 3; n++) await scrape();
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  const longest: number[] = [];
  const took: number[] = [];
  let bytes = 0;
  for (let n = 0; n < ROUNDS; n++) {
    await delay(50);
    monitor.reset();
    monitor.enable();
    await delay(5);
    const startedAt = performance.now();
    bytes = (await scrape()).length;
    took.push(performance.now() - startedAt);
    await delay(5);
    monitor.disable();
    longest.push(monitor.max / 1e6);
  }
  const median = (values: number[]): string => (values.sort((a, b) => a - b)[values.length >> 1] ?? 0).toFixed(1);
  console.log(
    `${what}: event loop held up at most ${median(longest)} ms (worst ${longest.at(-1)?.toFixed(1)}), ` +
      `whole scrape ${median(took)} ms, ${(bytes / 1e6).toFixed(1)} MB`,
  );
}

const CASES: readonly [string, Registry][] = [
  ["10,000 series of telemetry's families", telemetrySeries(2_500)],
  ['10,000 series of one histogram of the user', userSeries(10_000)],
];
for (const [what, registry] of CASES) {
  const metrics = new ScrapedMetrics([registry], REPORT);
  await measure(`${what}, prom-client`, () => registry.metrics());
  await measure(`${what}, endpoint, text`, () => writeExposition(metrics.read(), EXPOSITION_FORMATS.text));
  await measure(`${what}, endpoint, OpenMetrics`, () =>
    writeExposition(metrics.read(), EXPOSITION_FORMATS.openmetrics),
  );
}
