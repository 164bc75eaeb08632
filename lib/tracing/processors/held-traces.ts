import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ResolvedTracing } from '../../options/tracing.options.js';
import type { KeepStatistics } from './keep-statistics.js';
import type { DropReason, Fate, KeepReason, LocalTrace } from './local-trace.js';
import { spanSize } from './span-size.js';

export type ResolvedKeep = NonNullable<ResolvedTracing['keep']>;
export type ReportDrop = (what: string) => void;

/**
 * The traces that wait for their verdict, within limits. At a limit, the trace that asks for more is dropped and the
 * ones held before it stay: dropping the oldest would, under constant overload, drop each just before its end. What
 * blocks the room without ending leaves it at `maxAgeMs`.
 */
export class HeldTraces {
  // In the order in which they began, so that the oldest come first.
  private readonly traces = new Set<LocalTrace>();

  constructor(
    private readonly limits: ResolvedKeep,
    private readonly statistics: KeepStatistics,
    private readonly report: ReportDrop,
  ) {}

  hold(trace: LocalTrace): void {
    if (this.traces.size >= this.limits.maxTraces) {
      this.drop(trace, 'maxTraces');
      return;
    }
    this.traces.add(trace);
    this.statistics.held.traces++;
  }

  /** Holds a span of a held trace back, or drops the trace where that is too much. */
  add(trace: LocalTrace, span: ReadableSpan): void {
    const { held } = this.statistics;
    const bytes = spanSize(span);
    trace.spans.push(span);
    trace.bytes += bytes;
    held.spans++;
    held.bytes += bytes;
    if (held.spans > this.limits.maxSpans) this.drop(trace, 'maxSpans');
    else if (held.bytes > this.limits.maxBytes) this.drop(trace, 'maxBytes');
  }

  /** Counts a span of a trace that was let go before. */
  lose(trace: LocalTrace, fate: Fate): void {
    trace.missing++;
    this.statistics.fates[fate].spans++;
  }

  /** Ends the wait of a trace that turned out to matter, and hands over what there is of it. */
  keep(trace: LocalTrace, reason: KeepReason): ReadableSpan[] {
    const { spans } = trace;
    this.settle(trace, reason);
    return spans;
  }

  /** Ends the wait of a trace that turned out to be fine. */
  discard(trace: LocalTrace): void {
    trace.missing += trace.spans.length;
    this.settle(trace, 'discarded');
  }

  /** Drops what has waited too long. */
  expire(now: number): void {
    for (const trace of this.traces) {
      if (now - trace.startedAt <= this.limits.maxAgeMs) return;
      this.drop(trace, 'maxAgeMs');
    }
  }

  /** Judges everything by what is known: a trace whose root has ended without a failure is fine. */
  close(): void {
    for (const trace of this.traces) {
      if (trace.rootEnded) this.discard(trace);
      else this.drop(trace, 'shutdown');
    }
  }

  private drop(trace: LocalTrace, reason: DropReason): void {
    trace.missing += trace.spans.length;
    this.settle(trace, reason);
    if (reason !== 'shutdown') {
      this.report(`tracing.keep drops unsampled traces before it could judge them: ${reason} is reached`);
    }
  }

  private settle(trace: LocalTrace, fate: Fate): void {
    const { held, fates } = this.statistics;
    if (this.traces.delete(trace)) held.traces--;
    held.spans -= trace.spans.length;
    held.bytes -= trace.bytes;
    fates[fate].traces++;
    fates[fate].spans += trace.spans.length;
    trace.fate = fate;
    trace.spans = [];
    trace.bytes = 0;
  }
}
