import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import { isQuantile, type Sample } from '../sample.js';
import type { CollectedMetric } from './collected-metric.js';
import { histogramsOf } from './histograms.js';
import type { OtlpName } from './semconv-names.js';

/** The start and end of cumulative numbers. */
export interface Interval {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** Converts a registry's metrics to OTLP. A metric without an entry in `names` keeps its name. */
export function toMetricData(
  metrics: readonly CollectedMetric[],
  names: ReadonlyMap<string, OtlpName | undefined>,
  interval: Interval,
): MetricData[] {
  return metrics
    .filter(({ name, values }) => values.length > 0 && !(names.has(name) && names.get(name) === undefined))
    .flatMap((metric) => new Conversion(metric, names.get(metric.name) ?? ownName(metric.name), interval).data());
}

function ownName(name: string): OtlpName {
  return { name, unit: '', upDown: false, attributes: (labels) => ({ ...labels }) };
}

class Conversion {
  constructor(
    private readonly metric: CollectedMetric,
    private readonly as: OtlpName,
    private readonly interval: Interval,
  ) {}

  data(): MetricData[] {
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

  private sum(samples: readonly Sample[], isMonotonic: boolean, suffix = ''): MetricData {
    const dataPoints = samples
      .filter(({ labels }) => this.as.omits?.(labels) !== true)
      .map(({ labels, value }) => this.point(labels, value));
    return { ...this.shared(suffix), dataPointType: DataPointType.SUM, isMonotonic, dataPoints };
  }

  private gauge(samples: readonly Sample[]): MetricData {
    const dataPoints = samples.map(({ labels, value }) => this.point(labels, value));
    return { ...this.shared(), dataPointType: DataPointType.GAUGE, dataPoints };
  }

  private histogram(): MetricData {
    const dataPoints: DataPoint<Histogram>[] = histogramsOf(this.metric).map(({ labels, value }) =>
      this.point(labels, value),
    );
    return { ...this.shared(), dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }

  /** OpenTelemetry's SDK has no summaries. Quantiles become gauges; sum and count become sums. */
  private summary(): MetricData[] {
    const { name, values } = this.metric;
    const part = (suffix: string) => values.filter(({ metricName }) => metricName === name + suffix);
    const quantiles = values.filter(isQuantile);
    return [this.gauge(quantiles), this.sum(part('_sum'), false, '_sum'), this.sum(part('_count'), true, '_count')];
  }

  private shared(suffix = '') {
    const { name, unit } = this.as;
    return {
      // DOUBLE, because whole numbers would otherwise be sent as integers, and a series must not change its type.
      descriptor: { name: name + suffix, unit, description: this.metric.help, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
  }

  private point<Value>(labels: Sample['labels'], value: Value): DataPoint<Value> {
    const attributes: Attributes = this.as.attributes(labels);
    return { ...this.interval, attributes, value };
  }
}
