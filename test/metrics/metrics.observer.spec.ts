import { type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import { METRIC_FAMILIES } from '../../lib/conventions/index.js';
import { MetricsObserver } from '../../lib/metrics/metrics.observer.js';
import { describeObserverContract } from '../observation/observer-contract.js';

const KINDS = METRIC_FAMILIES.map(({ kind }) => kind);
const DURATIONS = new Set(METRIC_FAMILIES.map(({ duration }) => duration.name));

describeObserverContract('metrics', () => {
  const registry = new Registry();
  return {
    observer: new MetricsObserver(registry, METRIC_FAMILIES),
    kinds: KINDS,
    ends: async () => {
      const metrics = (await registry.getMetricsAsJSON()) as MetricObjectWithValues<
        MetricValue<string> & { metricName?: string }
      >[];
      const counts = metrics.filter(({ name }) => DURATIONS.has(name)).flatMap(({ values }) => values);
      return counts
        .filter(({ metricName }) => metricName?.endsWith('_count'))
        .reduce((sum, { value }) => sum + value, 0);
    },
  };
});
