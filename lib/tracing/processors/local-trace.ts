import type { SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

export type KeepReason = 'error' | 'slow';
/** The limit that a trace met before it was judged. */
export type DropReason = 'maxTraces' | 'maxSpans' | 'maxBytes' | 'maxAgeMs' | 'shutdown';
/** What became of a trace: kept for a reason, discarded because it was fine, or dropped unjudged. */
export type Fate = KeepReason | 'discarded' | DropReason;

/** The spans that this process makes of one trace, at and below a span whose parent is elsewhere: the local root. */
export class LocalTrace {
  /** Undefined while the trace is held back. A trace that was let go can still be kept, as far as it is still there. */
  fate: Fate | undefined;
  /** Spans that have ended and wait for the verdict, in order of end. */
  spans: ReadableSpan[] = [];
  bytes = 0;
  /** Spans that have not ended, the root among them. */
  open = 0;
  rootEnded = false;
  /** Spans let go so far. */
  missing = 0;
  /** The span that will say why the trace was kept. */
  reasonOn: SpanContext;

  constructor(
    readonly root: SpanContext,
    readonly startedAt: number,
  ) {
    this.reasonOn = root;
  }

  get keepReason(): KeepReason | undefined {
    return this.fate === 'error' || this.fate === 'slow' ? this.fate : undefined;
  }
}
