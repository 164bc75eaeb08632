import { Counter, Gauge, Histogram, type Registry, Summary } from 'prom-client';
import { ApplicationMetrics, type MetricsSurroundings } from './application-metrics.js';
import { type AskedMetric, MetricCatalogue, type Shared } from './metric-catalogue.js';
import type {
  CounterOf,
  GaugeOf,
  HistogramOf,
  HistogramOptions,
  LabelsOf,
  MetricOptions,
  ObservableGaugeOptions,
  SummaryOf,
  SummaryOptions,
} from './metric-options.js';
import { ObservableGauge } from './observable-gauge.js';

/**
 * Your own metrics, on the same endpoint as telemetry's. The same name returns the same metric, in any module. An
 * invalid value, such as NaN, is reported and not recorded; these methods do not throw for it. Each metric has at most
 * `metrics.maxSeriesPerMetric` series. Further label sets are added up in one overflow series.
 *
 * @example
 * const orders = metrics.counter('orders_total', { help: 'Orders placed', labels: ['channel'] });
 * orders.inc({ channel: 'web' });
 */
export class Metrics extends ApplicationMetrics {
  private readonly catalogue: MetricCatalogue;

  constructor(registry: Registry, surroundings: MetricsSurroundings = {}) {
    super(registry, surroundings);
    this.catalogue = surroundings.catalogue ?? new MetricCatalogue(registry, surroundings.cap, this.values);
  }

  counter<const Label extends string = never>(name: string, options: MetricOptions<Label> = {}): CounterOf<Label> {
    return this.catalogue.obtain(asked('counter', name, options), (shared) => new Counter(shared));
  }

  gauge<const Label extends string = never>(name: string, options: MetricOptions<Label> = {}): GaugeOf<Label> {
    return this.catalogue.obtain(asked('gauge', name, options), (shared) => new Gauge(shared));
  }

  /**
   * A gauge whose callbacks provide its values at each scrape. Each module that requests the gauge may add a callback.
   *
   * @example
   * metrics.observableGauge('queue_length', { labels: ['queue'], collect: (observe) => observe(3, { queue: 'mail' }) });
   */
  observableGauge<const Label extends string = never>(
    name: string,
    options: ObservableGaugeOptions<Label>,
  ): GaugeOf<Label> {
    const create = (shared: Shared<string>) => new ObservableGauge(shared, this.report);
    const gauge = this.catalogue.obtain(asked('observable gauge', name, options as MetricOptions<string>), create);
    gauge.add(options.collect as Parameters<ObservableGauge['add']>[0]);
    return gauge as unknown as GaugeOf<Label>;
  }

  histogram<const Label extends string = never>(
    name: string,
    options: HistogramOptions<Label> = {},
  ): HistogramOf<Label> {
    const { buckets } = options;
    return this.catalogue.obtain(
      { ...asked('histogram', name, options), bounds: buckets },
      (shared) => new Histogram({ ...shared, ...(buckets === undefined ? {} : { buckets: [...buckets] }) }),
    );
  }

  summary<const Label extends string = never>(name: string, options: SummaryOptions<Label> = {}): SummaryOf<Label> {
    const { percentiles, maxAgeSeconds, ageBuckets } = options;
    return this.catalogue.obtain(
      { ...asked('summary', name, options), bounds: percentiles },
      (shared) =>
        new Summary({
          ...shared,
          ...(percentiles === undefined ? {} : { percentiles: [...percentiles] }),
          ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds, ageBuckets: ageBuckets ?? 5 }),
        }),
    );
  }

  /**
   * Starts a timer and returns a function that stops it. That function records the seconds in between and returns them.
   * A name refers to the histogram or summary of that name. If there is none, it is created with these labels.
   *
   * @example
   * const end = metrics.timer('import_seconds', { source: 'csv' });
   * await importFile(file);
   * end();
   */
  timer<Label extends string>(
    metric: Histogram<Label> | Summary<Label> | string,
    labels?: LabelsOf<Label>,
  ): (more?: LabelsOf<Label>) => number {
    const timed = typeof metric === 'string' ? this.timed(metric, Object.keys(labels ?? {})) : metric;
    const startedAt = performance.now();
    let seconds: number | undefined;
    return (more) => {
      if (seconds !== undefined) return seconds;
      seconds = (performance.now() - startedAt) / 1_000;
      (timed as Histogram<string>).observe({ ...labels, ...more }, seconds);
      return seconds;
    };
  }

  /** Removes one of your metrics from the endpoint. Its name is free again. Returns false if there was none. */
  remove(name: string): boolean {
    return this.catalogue.remove(name);
  }

  private timed(name: string, labels: readonly string[]): unknown {
    const known = this.catalogue.find(name);
    if (known?.type === 'histogram' || known?.type === 'summary') return known.metric;
    return this.histogram(name, { labels });
  }
}

function asked<Label extends string>(
  type: AskedMetric<Label>['type'],
  name: string,
  { help, labels }: MetricOptions<Label>,
): AskedMetric<Label> {
  return { type, name, help, labels };
}
