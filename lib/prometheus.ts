export { getToken, InjectMetric } from './prometheus/inject-metric.decorator.js';
export {
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
  makeSummaryProvider,
} from './prometheus/metric-providers.js';
export type { MetricProviderInject, MetricProviderInjectable } from './prometheus/metric-provider.js';
