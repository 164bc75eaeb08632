import { Counter, Gauge, Histogram, type Metric, type Registry, Summary } from 'prom-client';
import { OVERFLOW_LABEL } from '../conventions/metrics/overflow.js';
import { ApplicationMetrics } from './application-metrics.js';
import { conflict, nameTaken } from './metric-conflict.js';
import type {
  CounterOf,
  GaugeOf,
  HistogramOf,
  HistogramOptions,
  LabelsOf,
  MetricOptions,
  Named,
  ObservableGaugeOptions,
  SummaryOf,
  SummaryOptions,
} from './metric-options.js';
import { ObservableGauge } from './observable-gauge.js';
import { boundSeries } from './series/bounded-metric.js';
import { guardMetric } from './series/guarded-metric.js';

type MetricType = 'counter' | 'gauge' | 'observable gauge' | 'histogram' | 'summary';

interface Registered {
  readonly type: MetricType;
  readonly labels: readonly string[];
  readonly metric: Metric;
}

interface Shared<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: Label[];
  readonly registers: Registry[];
}

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
  private readonly registered = new Map<string, Registered>();

  counter<const Label extends string = never>(name: string, options: MetricOptions<Label> = {}): CounterOf<Label> {
    return this.obtain('counter', name, options, (shared) => new Counter(shared));
  }

  gauge<const Label extends string = never>(name: string, options: MetricOptions<Label> = {}): GaugeOf<Label> {
    return this.obtain('gauge', name, options, (shared) => new Gauge(shared));
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
    const gauge = this.obtain('observable gauge', name, options as MetricOptions<string>, create);
    gauge.add(options.collect as Parameters<ObservableGauge['add']>[0]);
    return gauge as unknown as GaugeOf<Label>;
  }

  histogram<const Label extends string = never>(
    name: string,
    options: HistogramOptions<Label> = {},
  ): HistogramOf<Label> {
    const { buckets } = options;
    return this.obtain(
      'histogram',
      name,
      options,
      (shared) => new Histogram({ ...shared, ...(buckets === undefined ? {} : { buckets: [...buckets] }) }),
    );
  }

  summary<const Label extends string = never>(name: string, options: SummaryOptions<Label> = {}): SummaryOf<Label> {
    const { percentiles, maxAgeSeconds, ageBuckets } = options;
    return this.obtain(
      'summary',
      name,
      options,
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
    if (!this.registered.delete(name)) return false;
    this.registry.removeSingleMetric(name);
    return true;
  }

  private timed(name: string, labels: readonly string[]): unknown {
    const known = this.registered.get(name);
    if (known?.type === 'histogram' || known?.type === 'summary') return known.metric;
    return this.histogram(name, { labels });
  }

  private obtain<Label extends string, M extends object>(
    type: MetricType,
    name: string,
    { help = name, labels: asked = [] }: MetricOptions<Label>,
    create: (shared: Shared<Named<Label>>) => M,
  ): M {
    const labels = [...new Set<string>(asked)];
    const known = this.registered.get(name);
    if (known !== undefined) {
      if (known.type !== type || !sameNames(known.labels, labels)) throw conflict(name, known, { type, labels });
      return known.metric as unknown as M;
    }
    if (this.registry.getSingleMetric(name) !== undefined) throw nameTaken(name, { type, labels });
    const bounded = this.cap !== undefined && labels.length > 0;
    const labelNames = (bounded ? [...labels, OVERFLOW_LABEL] : [...labels]) as Named<Label>[];
    const metric = create({ name, help, labelNames, registers: [this.registry] });
    if (this.cap !== undefined && bounded) boundSeries(metric, name, labels, this.cap);
    guardMetric(metric, name, type === 'observable gauge' ? 'gauge' : type, this.values);
    this.registered.set(name, { type, labels, metric: metric as unknown as Metric });
    return metric;
  }
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
