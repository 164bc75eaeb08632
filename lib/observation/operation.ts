import type { Attributes, AttributeValue } from '@opentelemetry/api';

/**
 * Low-cardinality facts about a call, under their semantic-convention names. They reach metrics and spans.
 *
 * An instrumentation that describes the same call again hands over the same object: observers keep what they derived from it.
 */
export type Labels = Readonly<Record<string, string | number | boolean>>;

/** Facts of any cardinality, under their semantic-convention names. They reach spans and logs, never metrics. */
export type OperationAttributes = Readonly<Attributes>;

/** One call, described once for every signal. */
export interface Operation<Kind extends string = string> {
  /** What sort of call this is, such as `http.server`. The conventions know each kind's names, units and status rules. */
  readonly kind: Kind;
  /** What people read in a trace. Low cardinality. */
  readonly name: string;
  readonly labels: Labels;
  readonly attributes: OperationAttributes;
}

export type { AttributeValue };
