import { type Attributes, type Context, type SpanContext, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { ATTR_KEEP_MISSING_SPANS, ATTR_KEEP_REASON } from '../../conventions/attributes.js';
import { HeldTraces, type ReportDrop, type ResolvedKeep } from './held-traces.js';
import type { KeepStatistics } from './keep-statistics.js';
import { keptSpan } from './kept-span.js';
import { type KeepReason, LocalTrace } from './local-trace.js';
import { LocalTraces } from './local-traces.js';

/**
 * Stands before the exporting processors. Sampled spans pass through. The others, which a sampler must have recorded,
 * wait until their local trace is over; as soon as one of them has failed or the local root was slow, all of them go
 * on, in order of end.
 *
 * A trace that was let go, because it was over or because of a limit, can still be kept: the span that fails later, or
 * the root that was slow, goes on with those that end after it and says how many are missing.
 */
export class KeepProcessor implements SpanProcessor {
  private readonly traces = new LocalTraces();
  private readonly held: HeldTraces;
  private closed = false;

  constructor(
    private readonly exporting: readonly SpanProcessor[],
    private readonly limits: ResolvedKeep,
    private readonly statistics: KeepStatistics,
    report: ReportDrop,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.held = new HeldTraces(limits, statistics, report);
  }

  onStart(span: Span, parentContext: Context): void {
    if (isSampled(span)) {
      for (const processor of this.exporting) processor.onStart(span, parentContext);
      return;
    }
    if (this.closed) return;
    const context = span.spanContext();
    const trace = this.traces.below(span.parentSpanContext) ?? this.begin(context);
    trace.open++;
    this.traces.set(context, trace);
  }

  onEnding(span: Span): void {
    if (!isSampled(span)) return;
    for (const processor of this.exporting) processor.onEnding?.(span);
  }

  onEnd(span: ReadableSpan): void {
    if (isSampled(span)) {
      for (const processor of this.exporting) processor.onEnd(span);
      return;
    }
    const trace = this.closed ? undefined : this.traces.of(span.spanContext());
    if (trace === undefined) return;
    this.held.expire(this.now());
    this.end(trace, span);
  }

  forceFlush(): Promise<void> {
    return allOf(this.exporting.map((processor) => processor.forceFlush()));
  }

  shutdown(): Promise<void> {
    this.closed = true;
    this.held.close();
    return allOf(this.exporting.map((processor) => processor.shutdown()));
  }

  private begin(root: SpanContext): LocalTrace {
    const now = this.now();
    this.held.expire(now);
    const trace = new LocalTrace(root, now);
    this.held.hold(trace);
    return trace;
  }

  private end(trace: LocalTrace, span: ReadableSpan): void {
    trace.open--;
    const isRoot = span.spanContext() === trace.root;
    if (isRoot) trace.rootEnded = true;
    if (trace.keepReason === undefined) {
      const reason = this.reasonToKeep(span, isRoot);
      if (reason !== undefined) this.keep(trace, reason, span);
    }

    if (trace.keepReason !== undefined) {
      this.statistics.fates[trace.keepReason].spans++;
      this.export(trace, span);
    } else if (trace.fate !== undefined) this.held.lose(trace, trace.fate);
    else {
      this.held.add(trace, span);
      if (trace.fate === undefined && trace.open === 0) this.held.discard(trace);
    }
  }

  private reasonToKeep(span: ReadableSpan, isRoot: boolean): KeepReason | undefined {
    if (this.limits.errors && span.status.code === SpanStatusCode.ERROR) return 'error';
    return isRoot && hrTimeToMilliseconds(span.duration) > this.limits.slowerThanMs ? 'slow' : undefined;
  }

  private keep(trace: LocalTrace, reason: KeepReason, because: ReadableSpan): void {
    const rootIsGone = trace.rootEnded && trace.fate !== undefined;
    if (rootIsGone) trace.reasonOn = because.spanContext();
    for (const span of this.held.keep(trace, reason)) this.export(trace, span);
  }

  private export(trace: LocalTrace, span: ReadableSpan): void {
    const kept = keptSpan(span, span.spanContext() === trace.reasonOn ? explanation(trace) : undefined);
    for (const processor of this.exporting) processor.onEnd(kept);
  }
}

function explanation({ keepReason, missing }: LocalTrace): Attributes {
  return { [ATTR_KEEP_REASON]: keepReason, ...(missing === 0 ? {} : { [ATTR_KEEP_MISSING_SPANS]: missing }) };
}

function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

/** Waits for all, also when some fail. */
async function allOf(promises: ReadonlyArray<Promise<void>>): Promise<void> {
  const failures = (await Promise.allSettled(promises)).filter((result) => result.status === 'rejected');
  if (failures.length > 0)
    throw failures.length === 1
      ? failures[0]?.reason
      : new AggregateError(
          failures.map(({ reason }) => reason as unknown),
          'Several span processors failed',
        );
}
