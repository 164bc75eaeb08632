import type { Provider } from '@nestjs/common';
import {
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Summary,
  type SummaryConfiguration,
} from 'prom-client';
import { metricProvider, type MetricProviderInjectable } from './metric-provider.js';

/** What a function below takes: a configuration of prom-client, with injection for `collect`. */
type Asked<Configuration, Metric> = Omit<Configuration, 'collect'> & MetricProviderInjectable<Metric>;
type AskedCounter = Asked<CounterConfiguration<string>, Counter<string>>;
type AskedGauge = Asked<GaugeConfiguration<string>, Gauge<string>>;
type AskedHistogram = Asked<HistogramConfiguration<string>, Histogram<string>>;
type AskedSummary = Asked<SummaryConfiguration<string>, Summary<string>>;

/**
 * Provides a counter in telemetry's registry. Two modules that provide the same name get the same counter. `registers`
 * is ignored.
 *
 * @example
 * providers: [makeCounterProvider({ name: 'orders_total', help: 'Orders placed', labelNames: ['channel'] })]
 */
export function makeCounterProvider(options: AskedCounter): Provider {
  return metricProvider<AskedCounter>(
    { type: 'counter', create: (configuration) => new Counter(configuration) },
    options,
  );
}

/** Provides a gauge in telemetry's registry, as {@link makeCounterProvider} does a counter. */
export function makeGaugeProvider(options: AskedGauge): Provider {
  return metricProvider<AskedGauge>({ type: 'gauge', create: (configuration) => new Gauge(configuration) }, options);
}

/** Provides a histogram in telemetry's registry, as {@link makeCounterProvider} does a counter. */
export function makeHistogramProvider(options: AskedHistogram): Provider {
  const create = (configuration: AskedHistogram) => new Histogram(configuration);
  return metricProvider<AskedHistogram>({ type: 'histogram', bounds: ({ buckets }) => buckets, create }, options);
}

/** Provides a summary in telemetry's registry, as {@link makeCounterProvider} does a counter. */
export function makeSummaryProvider(options: AskedSummary): Provider {
  const create = (configuration: AskedSummary) => new Summary(configuration);
  return metricProvider<AskedSummary>({ type: 'summary', bounds: ({ percentiles }) => percentiles, create }, options);
}
