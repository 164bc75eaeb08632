import { type Context, type Span, trace, type Tracer } from '@opentelemetry/api';
import {
  ATTR_REPEATED_COUNT,
  ATTR_REPEATED_FAILED_COUNT,
  ATTR_REPEATED_SLOWEST_DURATIONS_MS,
  ATTR_REPEATED_SLOWEST_OFFSETS_MS,
  ATTR_REPEATED_TOTAL_DURATION_MS,
} from '../../conventions/attributes.js';
import { DATABASE } from '../../conventions/database/database.kind.js';
import { isUnexpected, type Operation, type Outcome, type Recording } from '../../observation/index.js';
import { markFailed } from '../mark-failed.js';
import { Slowest } from './slowest.js';

/** The kind of calls to collapse: careless loops repeat queries. */
const KIND = DATABASE.spanKind;

/** One span for many calls with the same name. It begins with the first call and ends with the last one. */
export class CollapsedSpan {
  readonly startedAt = performance.now();
  private readonly span: Span;
  private readonly context: Context;
  private readonly slowest = new Slowest();
  private count = 0;
  private failed = 0;
  private totalMs = 0;
  private open = 0;
  private lastEndAt = this.startedAt;
  private closed = false;

  constructor(
    private readonly tracer: Tracer,
    first: Operation,
    private readonly parent: Context,
  ) {
    const { name, labels, attributes } = first;
    this.span = tracer.startSpan(name, { kind: KIND, attributes: { ...labels, ...attributes } }, parent);
    this.context = trace.setSpan(parent, this.span);
  }

  add(): Recording {
    this.count++;
    this.open++;
    return new CollapsedRecording(this, this.context, performance.now());
  }

  /** Records the end of a call that was added. */
  settle(operation: Operation, outcome: Outcome, startedAt: number, endedAt = performance.now()): void {
    this.lastEndAt = Math.max(this.lastEndAt, endedAt);
    this.totalMs += outcome.durationMs;
    this.slowest.add(outcome.durationMs, startedAt - this.startedAt);
    if (isUnexpected(outcome)) {
      this.failed++;
      this.tell(operation, outcome, startedAt, endedAt);
    }
    this.open--;
    this.endIfOver();
  }

  /** Closes the span for further calls. It ends as soon as the calls in progress have ended. */
  close(): void {
    this.closed = true;
    this.endIfOver();
  }

  /** A failed call also has a separate span. */
  private tell({ name, labels, attributes }: Operation, outcome: Outcome, startTime: number, endedAt: number): void {
    const options = { kind: KIND, attributes: { ...labels, ...attributes, ...outcome.facts }, startTime };
    const span = this.tracer.startSpan(name, options, this.parent);
    if (span.isRecording()) markFailed(span, outcome, endedAt);
    span.end(endedAt);
  }

  private endIfOver(): void {
    if (!this.closed || this.open > 0) return;
    this.span.setAttributes({
      [ATTR_REPEATED_COUNT]: this.count,
      ...(this.failed === 0 ? {} : { [ATTR_REPEATED_FAILED_COUNT]: this.failed }),
      [ATTR_REPEATED_TOTAL_DURATION_MS]: this.totalMs,
      [ATTR_REPEATED_SLOWEST_DURATIONS_MS]: this.slowest.durationsMs,
      [ATTR_REPEATED_SLOWEST_OFFSETS_MS]: this.slowest.offsetsMs,
    });
    this.span.end(this.lastEndAt);
  }
}

class CollapsedRecording implements Recording {
  private endedAt: number | undefined;

  constructor(
    private readonly collapsed: CollapsedSpan,
    readonly context: Context,
    private readonly startedAt: number,
  ) {}

  suspend(): void {
    this.endedAt = performance.now();
  }

  end(operation: Operation, outcome: Outcome): void {
    this.collapsed.settle(operation, outcome, this.startedAt, this.endedAt);
  }
}
