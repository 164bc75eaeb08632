import { OVERFLOW_LABEL, ATTR_OVERFLOW } from '../../conventions/metrics/overflow.js';
import { type OtlpAttribute, otlpAttributes } from '../../sending/otlp-attributes.js';
import type { Sample } from '../sample.js';
import type { CollectedMetric } from './collected-metric.js';
import { histogramsOf } from './histograms.js';
import type { OtlpName, OtlpNames } from './otlp-name.js';
import type { OtlpHistogramPoint, OtlpMetric, OtlpNumberPoint } from './otlp-request.js';

const CUMULATIVE = 2;

/** The start and end of cumulative numbers, in nanoseconds since 1970. */
export interface Interval {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

/** What all metrics of a registry have in common. */
export interface Collection {
  readonly names: OtlpNames;
  /** Labels that every series has. */
  readonly defaultLabels: Readonly<Record<string, string>>;
  readonly interval: Interval;
}

/** Converts a registry's metrics to OTLP. */
export function toOtlpMetrics(metrics: readonly CollectedMetric[], collection: Collection): OtlpMetric[] {
  const { names } = collection;
  return metrics
    .filter(({ name, values }) => values.length > 0 && !(names.has(name) && names.get(name) === undefined))
    .flatMap((metric) => new Conversion(metric, names.get(metric.name) ?? ownName(metric.name), collection).metrics());
}

function ownName(name: string): OtlpName {
  return { name, unit: '', upDown: false, attributes: (labels) => ({ ...labels }) };
}

class Conversion {
  constructor(
    private readonly metric: CollectedMetric,
    private readonly as: OtlpName,
    private readonly collection: Collection,
  ) {}

  metrics(): OtlpMetric[] {
    const { type, values } = this.metric;
    switch (type) {
      case 'counter':
        return [this.sum(values, true)];
      case 'gauge':
        return [this.as.upDown ? this.sum(values, false) : this.gauge(values)];
      case 'histogram':
        return [this.histogram()];
      case 'summary':
        return this.summary();
    }
  }

  private sum(samples: readonly Sample[], isMonotonic: boolean, suffix = ''): OtlpMetric {
    const counted = samples.filter(({ labels }) => this.as.omits?.(labels) !== true);
    const dataPoints = this.numberPoints(counted);
    return { ...this.shared(suffix), sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic } };
  }

  private gauge(samples: readonly Sample[]): OtlpMetric {
    return { ...this.shared(), gauge: { dataPoints: this.numberPoints(samples) } };
  }

  private histogram(): OtlpMetric {
    const dataPoints = histogramsOf(this.metric).map(({ labels, histogram }): OtlpHistogramPoint =>
      Object.assign(this.point(labels), histogram),
    );
    return { ...this.shared(), histogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
  }

  /** OTLP's summaries are deprecated. Quantiles become gauges; sum and count become sums. */
  private summary(): OtlpMetric[] {
    const { name, values } = this.metric;
    const part = (suffix: string) => values.filter(({ metricName }) => metricName === name + suffix);
    const quantiles = values.filter(({ labels }) => 'quantile' in labels);
    return [this.gauge(quantiles), this.sum(part('_sum'), false, '_sum'), this.sum(part('_count'), true, '_count')];
  }

  private shared(suffix = '') {
    return { name: this.as.name + suffix, description: this.metric.help, unit: this.as.unit };
  }

  // Doubles, because a series must not change its type when its value becomes whole.
  private numberPoints(samples: readonly Sample[]): OtlpNumberPoint[] {
    return samples.map(({ labels, value }) => Object.assign(this.point(labels), { asDouble: value }));
  }

  private point(labels: Sample['labels']): Interval & { readonly attributes: readonly OtlpAttribute[] } {
    return { ...this.collection.interval, attributes: otlpAttributes(this.attributes(labels)) };
  }

  private attributes(labels: Sample['labels']) {
    const { defaultLabels } = this.collection;
    const { [OVERFLOW_LABEL]: overflow, ...all } = labels;
    const own = Object.fromEntries(Object.entries(all).filter(([label, value]) => defaultLabels[label] !== value));
    return { ...defaultLabels, ...this.as.attributes(own), ...(overflow === 'true' ? { [ATTR_OVERFLOW]: true } : {}) };
  }
}
