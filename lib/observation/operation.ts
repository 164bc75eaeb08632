import type { Attributes, AttributeValue } from '@opentelemetry/api';

/**
 * Low-cardinality facts about a call, under their semantic-convention names. They reach metrics and spans.
 *
 * When an instrumentation describes the same call again, it passes the same object: observers cache by its identity.
 */
export type Labels = Readonly<Record<string, string | number | boolean>>;

/** Facts of any cardinality, under their semantic-convention names. They reach spans and logs, never metrics. */
export type OperationAttributes = Readonly<Attributes>;

/** One call, described once for every signal. */
export interface Operation<Kind extends string = string> {
  /**
   * The kind of this call, such as `http.server`. The conventions define the names, units and status rules of each
   * kind.
   */
  readonly kind: Kind;
  /** The name that a trace shows. Low cardinality. */
  readonly name: string;
  readonly labels: Labels;
  readonly attributes: OperationAttributes;
}

export type { AttributeValue };
