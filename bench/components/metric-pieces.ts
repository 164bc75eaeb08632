import { Counter, Histogram, Registry } from 'prom-client';
import { Metrics } from '../../lib/metrics/metrics.service.js';
import { SeriesCap } from '../../lib/metrics/series/series-cap.js';
import type { Piece } from './micro.js';

const LABELS = ['channel', 'country'] as const;
const GIVEN = ['web', 'app', 'shop', 'phone'].map((channel) => ({ channel, country: 'de' }));

/** A user's metrics with the cap on their series, beside prom-client's without. */
export function metricPieces(): Piece[] {
  const registry = new Registry();
  const metrics = new Metrics(registry, { cap: new SeriesCap(2_000, registry, () => undefined) });
  const registers = [new Registry()];
  const shared = { help: 'bare', labelNames: [...LABELS], registers };
  const full = metrics.counter('full_total', { labels: ['user'] });
  for (let at = 0; at < 3_000; at++) full.inc({ user: at });
  return [
    ...counterPieces('prom-client', new Counter({ ...shared, name: 'bare_total' })),
    ...counterPieces('bounded', metrics.counter('bounded_total', { labels: LABELS })),
    histogramPiece('prom-client', new Histogram({ ...shared, name: 'bare_seconds' })),
    histogramPiece('bounded', metrics.histogram('bounded_seconds', { labels: LABELS })),
    {
      name: 'metric: counter.inc, bounded, into the overflow',
      run: (times) => repeat(times, () => full.inc({ user: 'x' })),
    },
  ];
}

function counterPieces(which: string, counter: Counter<'channel' | 'country'>): Piece[] {
  const kept = counter.labels({ channel: 'web', country: 'de' });
  return [
    {
      name: `metric: counter.inc by labels, ${which}`,
      run: (times) => repeat(times, (at) => counter.inc(GIVEN[at % GIVEN.length] as (typeof GIVEN)[0])),
    },
    { name: `metric: counter.labels() kept, ${which}`, run: (times) => repeat(times, () => kept.inc()) },
  ];
}

function histogramPiece(which: string, histogram: Histogram<'channel' | 'country'>): Piece {
  return {
    name: `metric: histogram.observe by labels, ${which}`,
    run: (times) => repeat(times, (at) => histogram.observe(GIVEN[at % GIVEN.length] as (typeof GIVEN)[0], 0.003)),
  };
}

function repeat(times: number, fn: (at: number) => void): void {
  for (let at = 0; at < times; at++) fn(at);
}
