import type { Metric, Registry } from 'prom-client';
import { OVERFLOW_LABEL } from '../conventions/metrics/overflow.js';
import { conflict, nameTaken, type Signature } from './metric-conflict.js';
import type { Named } from './metric-options.js';
import { boundSeries } from './series/bounded-metric.js';
import { guardMetric } from './series/guarded-metric.js';
import type { SeriesCap } from './series/series-cap.js';
import type { ValueReport } from './value-report.js';

/** What a metric of prom-client takes, whatever its type. */
export interface Shared<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: Label[];
  readonly registers: Registry[];
}

/** A metric that the application requests. */
export interface AskedMetric<Label extends string> {
  readonly type: Signature['type'];
  readonly name: string;
  /** Default: the name. */
  readonly help: string | undefined;
  readonly labels: readonly Label[] | undefined;
  /** Upper bounds of a histogram, or quantiles of a summary. Undefined accepts those of the known metric. */
  readonly bounds?: readonly number[] | undefined;
}

interface Registered extends Signature {
  readonly metric: Metric;
}

/** The application's own metrics. One name is one metric, whichever module requests it. */
export class MetricCatalogue {
  private readonly registered = new Map<string, Registered>();

  constructor(
    private readonly registry: Registry,
    private readonly cap: SeriesCap | undefined,
    /** Reports what the metrics cannot record. */
    readonly values: ValueReport,
  ) {}

  find(name: string): Registered | undefined {
    return this.registered.get(name);
  }

  /**
   * Returns the metric of that name, or creates it.
   *
   * @throws TelemetryError with code METRIC_CONFLICT if the name belongs to a different metric.
   */
  obtain<Label extends string, M extends object>(
    { type, name, help, labels: asked = [], bounds }: AskedMetric<Label>,
    create: (shared: Shared<Named<Label>>) => M,
  ): M {
    const labels = [...new Set<string>(asked)];
    const signature = { type, labels, ...(bounds === undefined ? {} : { bounds: [...bounds] }) };
    const known = this.registered.get(name);
    if (known !== undefined) {
      if (!isSame(known, signature)) throw conflict(name, known, signature);
      return known.metric as unknown as M;
    }
    if (this.registry.getSingleMetric(name) !== undefined) throw nameTaken(name, signature);
    const bounded = this.cap !== undefined && labels.length > 0;
    const labelNames = (bounded ? [...labels, OVERFLOW_LABEL] : [...labels]) as Named<Label>[];
    const metric = create({ name, help: help ?? name, labelNames, registers: [this.registry] });
    if (this.cap !== undefined && bounded) boundSeries(metric, name, labels, this.cap);
    guardMetric(metric, name, type === 'observable gauge' ? 'gauge' : type, this.values);
    this.registered.set(name, { ...signature, metric: metric as unknown as Metric });
    return metric;
  }

  /** Removes a metric. Its name is free again. Returns false if there was none. */
  remove(name: string): boolean {
    if (!this.registered.delete(name)) return false;
    this.registry.removeSingleMetric(name);
    return true;
  }
}

function isSame(known: Signature, asked: Signature): boolean {
  if (known.type !== asked.type || !sameItems(known.labels, asked.labels)) return false;
  return asked.bounds === undefined || known.bounds === undefined || sameItems(known.bounds, asked.bounds);
}

function sameItems<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
