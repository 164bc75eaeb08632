import type { AttributeValue } from '@opentelemetry/api';
import type { Outcome } from '../../observation/index.js';
import { failureType } from '../error-type.js';

/** A metric's name and help text. */
export interface MetricName {
  readonly name: string;
  readonly help: string;
}

export interface HistogramName extends MetricName {
  readonly buckets: readonly number[];
}

export interface FamilyCounter extends MetricName {
  /** The amount to count for each ended operation, under `labels` only. Default: one, under all labels. */
  readonly amount?: (outcome: Outcome) => number;
}

/** A label that is known when the operation begins: one of the operation's labels. */
export interface LabelSource {
  readonly attribute: string;
  /** The value if the operation has no such label. */
  readonly otherwise: string;
  /** Extracts the label's value from a part of the operation's value. */
  readonly part?: (value: string) => string;
}

/** The value of a label that is known only when the operation ends. */
export type ResultLabel = (outcome: Outcome) => string;

/** The metrics of one kind of operation under one naming: all names, labels and buckets. */
export interface FamilyMetrics {
  readonly labels: Readonly<Record<string, LabelSource>>;
  readonly resultLabels: Readonly<Record<string, ResultLabel>>;
  readonly counters: readonly FamilyCounter[];
  /** In seconds. */
  readonly duration: HistogramName;
  /** In bytes, from a fact of the outcome. */
  readonly size?: HistogramName & { readonly fact: string };
  /** Operations in progress. */
  readonly inFlight?: MetricName;
}

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
export const ERROR_TYPE_LABEL: ResultLabel = failureType;
