import type { AttributeValue } from '@opentelemetry/api';
import type { Outcome } from '../../observation/index.js';
import type { OperationKind } from '../operation-kind.js';

/** A metric's name as Prometheus has it, and its help text. */
export interface MetricName {
  readonly name: string;
  readonly help: string;
}

export interface HistogramName extends MetricName {
  readonly buckets: readonly number[];
}

/** Where a label's value comes from: one of the operation's labels, and what stands there when it is missing. */
export interface LabelSource {
  readonly attribute: string;
  readonly otherwise: string;
  /** The part of the value that the label has, where it is not all. */
  readonly part?: (value: string) => string;
}

/** The metrics of one kind of operation: every name, label and unit. */
export interface MetricFamily {
  readonly kind: OperationKind;
  /** Known when the operation begins. */
  readonly labels: Readonly<Record<string, LabelSource>>;
  /** Known only when it ends. */
  readonly resultLabels: Readonly<Record<string, (outcome: Outcome) => string>>;
  /** Counts operations that ended; with `amount`, what it makes of each, under `labels` alone. */
  readonly counters: readonly (MetricName & { readonly amount?: (outcome: Outcome) => number })[];
  /** In seconds. */
  readonly duration: HistogramName;
  /** In bytes, from a fact of the outcome. */
  readonly size?: HistogramName & { readonly fact: string };
  /** Operations in progress. */
  readonly inFlight?: MetricName;
  readonly semconv: SemconvFamily;
}

/** What OpenTelemetry calls the same: the names of semantic conventions, or names in their manner where there are none. */
export interface SemconvFamily {
  readonly duration: string;
  readonly size?: string;
  readonly inFlight?: string;
  /** By their Prometheus names. A counter that is not here says what the count of the durations says. */
  readonly counters?: Readonly<Record<string, string>>;
  /** The attributes that result labels stand for. */
  readonly results: Readonly<Record<string, ResultAttribute>>;
}

export interface ResultAttribute {
  readonly attribute: string;
  /** The attribute's value, undefined for none. Default: the label's own, unless it is empty. */
  readonly value?: (label: string) => AttributeValue | undefined;
}

/** The buckets of Prometheus' own clients, in seconds. */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** In bytes. */
export const SIZE_BUCKETS = [100, 500, 1_000, 5_000, 10_000, 100_000, 1_000_000] as const;

export function fact(outcome: Outcome, attribute: string): AttributeValue | undefined {
  return outcome.facts[attribute];
}

export function resultLabel(outcome: Outcome): string {
  return outcome.failed ? 'error' : 'success';
}
