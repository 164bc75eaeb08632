import type { SpanKind } from '@opentelemetry/api';
import type { KindEvent } from './logs/kind-event.js';
import type { KindMetrics } from './metrics/kind-metrics.js';

/**
 * The complete definition of one kind of call. Each kind has one record, in a file `*.kind.ts`, and `KINDS` lists the
 * records. Metric families, log events, option names and the tables in the docs derive from that list.
 *
 * `false` means that the kind has no such part.
 */
export type CallKind = MeasuredKind | LoggedKind | PlainKind;

interface EveryKind {
  /** The operation's `kind`, such as `http.server`. */
  readonly kind: string;
  /** The role of this process in the call. False: the call has no span. */
  readonly spanKind: SpanKind | false;
}

/** A kind with metrics, a log event, or both. */
interface SwitchableKind extends EveryKind {
  /** The kind's name in `metrics.families` and `logging.events`. Related kinds share one name. */
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

/** A kind without metrics and log event. There is nothing to disable. */
interface PlainKind extends EveryKind {
  readonly option: false;
  readonly metrics: false;
  readonly event: false;
}
