import type { AttributeValue } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Outcome } from '../../observation/index.js';
import { failureType } from '../error-type.js';

/** A metric's Prometheus name and help text. */
export interface MetricName {
  readonly name: string;
  readonly help: string;
}

export interface HistogramName extends MetricName {
  readonly buckets: readonly number[];
}

/** A metric of a family, with its OTLP name. */
interface FamilyMetric extends MetricName {
  /** The name in OpenTelemetry's semantic conventions, or a similar name if they have none. */
  readonly otlp: string;
}

export interface FamilyHistogram extends FamilyMetric, HistogramName {}

export interface FamilyCounter extends MetricName {
  /** The amount to count for each ended operation, under `labels` only. Default: one, under all labels. */
  readonly amount?: (outcome: Outcome) => number;
  /** False: OTLP does not export it, because the duration's count has the same value. */
  readonly otlp: string | false;
}

/** A label that is known when the operation begins: one of the operation's labels. */
export interface LabelSource {
  readonly attribute: string;
  /** The value if the operation has no such label. */
  readonly otherwise: string;
  /** Extracts the label's value from a part of the operation's value. */
  readonly part?: (value: string) => string;
}

/** A label that is known only when the operation ends. */
export interface ResultLabel {
  readonly of: (outcome: Outcome) => string;
  /** The OTLP attribute. */
  readonly attribute: string;
  /** The OTLP attribute's value, undefined for none. Default: the label's value, unless it is empty. */
  readonly value?: (label: string) => AttributeValue | undefined;
}

/** The labels of a series, as texts. */
export type LabelTexts = Readonly<Record<string, string | number | undefined>>;

/** The metrics of one kind of operation under one naming: all names, labels and units. */
export interface FamilyMetrics {
  readonly labels: Readonly<Record<string, LabelSource>>;
  readonly resultLabels: Readonly<Record<string, ResultLabel>>;
  /** OTLP attributes that derive from all labels. They precede the attributes of single labels. */
  readonly joined?: Readonly<Record<string, (labels: LabelTexts) => AttributeValue | undefined>>;
  readonly counters: readonly FamilyCounter[];
  /** In seconds. */
  readonly duration: FamilyHistogram;
  /** In bytes, from a fact of the outcome. */
  readonly size?: FamilyHistogram & { readonly fact: string };
  /** Operations in progress. */
  readonly inFlight?: FamilyMetric;
}

/** The metrics of one kind of operation, under each naming of the option `metrics.naming`. */
export interface KindMetrics {
  readonly prometheus: FamilyMetrics;
  /** The same object as `prometheus` if semantic conventions 1.45 have no names. */
  readonly semconv: FamilyMetrics;
}

export type MetricNaming = keyof KindMetrics;

/** The default buckets of Prometheus clients, in seconds. */
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
