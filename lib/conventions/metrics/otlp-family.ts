import type { FamilyCounter, FamilyMetrics, HistogramName, MetricName, ResultLabel } from './metric-family.js';

interface OtlpCounter extends FamilyCounter {
  readonly unit: string;
}

/** The metrics of one kind of operation over OTLP. An empty value means that the attribute is absent. */
export interface OtlpFamily {
  /** The attributes that are known when the operation begins: labels of the operation. */
  readonly attributes: readonly string[];
  /** The attributes that are known only when the operation ends. */
  readonly results: Readonly<Record<string, ResultLabel>>;
  /** Beside the count of the duration. */
  readonly counters: readonly OtlpCounter[];
  /** In seconds. */
  readonly duration: HistogramName;
  /** In bytes, from a fact of the outcome. */
  readonly size?: HistogramName & { readonly fact: string };
  /** Operations in progress. */
  readonly inFlight?: MetricName & { readonly unit: string };
}

/** The buckets of durations in seconds. Source: semantic conventions 1.45, `http.server.request.duration`. */
export const OTLP_DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The namespace of names that no convention defines. */
export const OWN_NAMESPACE = 'nestjs.';

/** True if semantic conventions have names for the metrics. */
export function hasConvention({ duration }: OtlpFamily): boolean {
  return !duration.name.startsWith(OWN_NAMESPACE);
}

/** The metrics for OTLP: names and labels are those of OpenTelemetry. */
export function otlpMetrics(family: OtlpFamily): FamilyMetrics {
  return metrics(family, (name) => name);
}

/**
 * The metrics for Prometheus: underscores replace dots, and the unit becomes a suffix.
 *
 * Source: OpenTelemetry, Prometheus and OpenMetrics compatibility.
 */
export function semconvMetrics(family: OtlpFamily): FamilyMetrics {
  return metrics(family, underscored, { counters: '_total', duration: '_seconds', size: '_bytes' });
}

const NO_SUFFIXES = { counters: '', duration: '', size: '' };

function metrics(family: OtlpFamily, rename: (name: string) => string, suffixes = NO_SUFFIXES): FamilyMetrics {
  const named = <M extends MetricName>(metric: M, suffix = ''): M => ({
    ...metric,
    name: rename(metric.name) + suffix,
  });
  const { attributes, results, counters, duration, size, inFlight } = family;
  return {
    labels: Object.fromEntries(attributes.map((attribute) => [rename(attribute), { attribute, otherwise: '' }])),
    resultLabels: Object.fromEntries(Object.entries(results).map(([attribute, of]) => [rename(attribute), of])),
    counters: counters.map((counter) => named(counter, suffixes.counters)),
    duration: named(duration, suffixes.duration),
    ...(size === undefined ? {} : { size: named(size, suffixes.size) }),
    ...(inFlight === undefined ? {} : { inFlight: named(inFlight) }),
  };
}

function underscored(name: string): string {
  return name.replaceAll('.', '_');
}
