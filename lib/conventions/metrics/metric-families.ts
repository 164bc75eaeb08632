import { KINDS, type KnownKind, type OperationKind } from '../kinds.js';
import type { KindMetrics, MetricNaming } from './kind-metrics.js';
import type { FamilyMetrics, HistogramName, MetricName } from './metric-family.js';
import { hasConvention, otlpMetrics, semconvMetrics } from './otlp-family.js';

type MeasuredKind = Extract<KnownKind, { readonly metrics: KindMetrics }>;

/** The name that disables a family. */
export type MetricFamilyName = MeasuredKind['option'];

/** The metrics of one kind of operation. */
export interface MetricFamily extends FamilyMetrics {
  readonly kind: OperationKind;
  readonly option: MetricFamilyName;
}

/** The families with the names that Prometheus users expect. */
export const METRIC_FAMILIES = familiesOf(({ prometheus }) => prometheus);
/**
 * The families with the names of semantic conventions 1.45, if they exist. The histogram's `_count` counts requests.
 */
export const SEMCONV_FAMILIES = familiesOf(({ prometheus, otlp }) =>
  hasConvention(otlp) ? semconvMetrics(otlp) : prometheus,
);
/** The families with the names and attributes that OTLP has. */
export const OTLP_FAMILIES = familiesOf(({ otlp }) => otlpMetrics(otlp));

export const METRIC_FAMILY_NAMES: readonly MetricFamilyName[] = [
  ...new Set(METRIC_FAMILIES.map(({ option }) => option)),
];

function familiesOf(naming: (metrics: KindMetrics) => FamilyMetrics): readonly MetricFamily[] {
  return KINDS.flatMap((kind) => (kind.metrics === false ? [] : familyOf(kind, naming(kind.metrics))));
}

function familyOf({ kind, option }: MeasuredKind, metrics: FamilyMetrics): MetricFamily {
  return { kind, option, ...metrics };
}

/** An application's settings for its families. */
export interface FamilySettings {
  readonly naming: MetricNaming;
  /** Enables or disables families. */
  readonly families: Readonly<Record<MetricFamilyName, boolean>>;
  /** Buckets that replace those of every family. */
  readonly buckets: {
    readonly durationSeconds: readonly number[] | undefined;
    readonly sizeBytes: readonly number[] | undefined;
  };
  /** A prefix for each name. */
  readonly prefix: string;
}

/** The families for an application's settings: selected, named, and with buckets. */
export function metricFamilies(settings: FamilySettings): readonly MetricFamily[] {
  return chosen(settings.naming === 'semconv' ? SEMCONV_FAMILIES : METRIC_FAMILIES, settings);
}

/** The same families over OTLP, which has no prefix. */
export function otlpFamilies(settings: FamilySettings): readonly MetricFamily[] {
  return chosen(OTLP_FAMILIES, { ...settings, prefix: '' });
}

function chosen(families: readonly MetricFamily[], settings: FamilySettings): readonly MetricFamily[] {
  return families.filter(({ option }) => settings.families[option]).map((family) => adapted(family, settings));
}

function adapted(family: MetricFamily, { prefix, buckets }: FamilySettings): MetricFamily {
  const named = <N extends MetricName>(metric: N): N => ({ ...metric, name: prefix + metric.name });
  const bucketed = <H extends HistogramName>(metric: H, bounds: readonly number[] | undefined): H =>
    named(bounds === undefined ? metric : { ...metric, buckets: bounds });
  const { counters, duration, size, inFlight } = family;
  return {
    ...family,
    counters: counters.map(named),
    duration: bucketed(duration, buckets.durationSeconds),
    ...(size === undefined ? {} : { size: bucketed(size, buckets.sizeBytes) }),
    ...(inFlight === undefined ? {} : { inFlight: named(inFlight) }),
  };
}
