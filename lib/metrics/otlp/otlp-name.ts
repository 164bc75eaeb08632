import type { Attributes } from '@opentelemetry/api';
import type { Sample } from '../sample.js';

/** A metric's name over OTLP, and the attributes for its labels. */
export interface OtlpName {
  readonly name: string;
  readonly unit: string;
  /** An up-down counter, which is a sum over its attributes: a gauge in Prometheus, but not in OpenTelemetry. */
  readonly upDown: boolean;
  attributes(labels: Sample['labels']): Attributes;
  /** True if the series with these labels duplicates the sum of other series. */
  omits?(labels: Sample['labels']): boolean;
}

/** The names of a registry's metrics over OTLP. Undefined for a metric that is not sent. Others keep their names. */
export type OtlpNames = ReadonlyMap<string, OtlpName | undefined>;
