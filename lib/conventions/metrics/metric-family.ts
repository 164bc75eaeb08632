import type { AttributeValue } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Outcome } from '../../observation/index.js';
import { failureType } from '../error-type.js';

/** A metric's name as Prometheus has it, and its help text. */
export interface MetricName {
  readonly name: string;
  readonly help: string;
}

export interface HistogramName extends MetricName {
  readonly buckets: readonly number[];
}

/** A metric of a family, with its name over OTLP. */
interface FamilyMetric extends MetricName {
  /** The name in OpenTelemetry's semantic conventions, or one in their manner where they have none. */
  readonly otlp: string;
}

export interface FamilyHistogram extends FamilyMetric, HistogramName {}

export interface FamilyCounter extends MetricName {
  /** Counts this much of each operation that ended, under `labels` alone. Default: one, under all labels. */
  readonly amount?: (outcome: Outcome) => number;
  /** False: OTLP leaves it out, since the count of the durations says the same. */
  readonly otlp: string | false;
}

/** A label that is known when the operation begins: one of the operation's labels. */
export interface LabelSource {
  readonly attribute: string;
  /** Stands where the operation has no such label. */
  readonly otherwise: string;
  /** The part of the value that the label has, where it is not all. */
  readonly part?: (value: string) => string;
}

/** A label that is known only when the operation ends. */
export interface ResultLabel {
  readonly of: (outcome: Outcome) => string;
  /** The attribute over OTLP. */
  readonly attribute: string;
  /** The attribute's value, undefined for none. Default: the label's own, unless it is empty. */
  readonly value?: (label: string) => AttributeValue | undefined;
}

/** The labels of a series, as texts. */
export type LabelTexts = Readonly<Record<string, string | number | undefined>>;

/** The metrics of one kind of operation under one naming: every name, label and unit. */
export interface FamilyMetrics {
  readonly labels: Readonly<Record<string, LabelSource>>;
  readonly resultLabels: Readonly<Record<string, ResultLabel>>;
  /** Attributes over OTLP that no single label says: they are made of all labels, and go before those of one label. */
  readonly joined?: Readonly<Record<string, (labels: LabelTexts) => AttributeValue | undefined>>;
  readonly counters: readonly FamilyCounter[];
  /** In seconds. */
  readonly duration: FamilyHistogram;
  /** In bytes, from a fact of the outcome. */
  readonly size?: FamilyHistogram & { readonly fact: string };
  /** Operations in progress. */
  readonly inFlight?: FamilyMetric;
}

/** The metrics of one kind of operation, under each naming that the option `metrics.naming` offers. */
export interface KindMetrics {
  readonly prometheus: FamilyMetrics;
  /** The same object where semantic conventions 1.45 have no names. */
  readonly semconv: FamilyMetrics;
}

export type MetricNaming = keyof KindMetrics;

/** The buckets of Prometheus' own clients, in seconds. */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** In bytes. */
export const SIZE_BUCKETS = [100, 500, 1_000, 5_000, 10_000, 100_000, 1_000_000] as const;

export function fact(outcome: Outcome, attribute: string): AttributeValue | undefined {
  return outcome.facts[attribute];
}

/** `success` or `error`. */
export function resultLabel(outcome: Outcome): string {
  return outcome.failed ? 'error' : 'success';
}

/** An error's code or class; empty for a success. */
export const ERROR_TYPE_LABEL: ResultLabel = { of: failureType, attribute: ATTR_ERROR_TYPE };
