import type { SpanKind } from '@opentelemetry/api';
import type { KindEvent } from './logs/kind-event.js';
import type { KindMetrics } from './metrics/metric-family.js';

/**
 * Everything that telemetry knows of one kind of call. Each kind has one record, in a file `*.kind.ts`, and `KINDS` lists
 * the records: families, log events, option names and the tables in the docs are derived from that list.
 *
 * A kind that has no part of something says `false`.
 */
export type CallKind = MeasuredKind | LoggedKind | PlainKind;

interface EveryKind {
  /** The operation's `kind`, such as `http.server`. */
  readonly kind: string;
  /** The part that this process plays in the call. False: the call has no span. */
  readonly spanKind: SpanKind | false;
}

/** A kind with metrics, a log event, or both. */
interface SwitchableKind extends EveryKind {
  /** The kind's name in `metrics.families` and `logging.events`. Kinds that belong together share one. */
  readonly option: string;
}

interface MeasuredKind extends SwitchableKind {
  readonly metrics: KindMetrics;
  readonly event: KindEvent | false;
}

interface LoggedKind extends SwitchableKind {
  readonly metrics: false;
  readonly event: KindEvent;
}

/** A kind without metrics and log event has nothing to switch off. */
interface PlainKind extends EveryKind {
  readonly option: false;
  readonly metrics: false;
  readonly event: false;
}
