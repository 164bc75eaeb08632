import type { Context, Span, Tracer } from '@opentelemetry/api';
import { ATTR_REPEATED_QUERY_COUNTS, ATTR_REPEATED_QUERY_SUMMARIES } from '../../conventions/attributes.js';
import type { Operation, Recording } from '../../observation/index.js';
import { CollapsedSpan } from './collapsed-span.js';

/** The maximum number of names per parent span: a parent may live for a long time. */
const MAX_NAMES = 200;
/**
 * A parent may live as long as the process. After this time, the span of its repeated queries ends, and a new one
 * begins.
 */
const LONGEST_MS = 60_000;

interface Repeated {
  count: number;
  collapsed?: CollapsedSpan;
}

/** Counts the calls by name below one span, and holds the spans for calls beyond the limit. */
export class CallsBelow {
  private readonly byName = new Map<string, Repeated>();
  private watched = false;

  constructor(
    private readonly parent: Span,
    private readonly limit: number,
    private readonly tracer: Tracer,
  ) {}

  /** The recording of a call beyond the limit. Undefined for a call that may have a separate span. */
  add(operation: Operation, context: Context): Recording | undefined {
    const repeated = this.byName.get(operation.name);
    if (repeated === undefined) {
      if (this.byName.size >= MAX_NAMES) return undefined;
      const first = { count: 1 };
      this.byName.set(operation.name, first);
      return this.limit > 0 ? undefined : this.collapsed(first, operation, context).add();
    }
    repeated.count++;
    return repeated.count > this.limit ? this.collapsed(repeated, operation, context).add() : undefined;
  }

  private collapsed(repeated: Repeated, operation: Operation, context: Context): CollapsedSpan {
    const { collapsed } = repeated;
    if (collapsed !== undefined && performance.now() - collapsed.startedAt < LONGEST_MS) return collapsed;
    if (!this.watched) this.watchEnd();
    collapsed?.close();
    return (repeated.collapsed = new CollapsedSpan(this.tracer, operation, context));
  }

  /**
   * Any code may have created the parent: an observer, the application, another instrumentation, in this SDK or
   * another. The only way to notice its end is to wrap `end`. We wrap it only if the parent has calls beyond the limit.
   */
  private watchEnd(): void {
    const { parent } = this;
    const end = parent.end;
    const value: Span['end'] = (time) => {
      this.tell();
      end.call(parent, time);
    };
    Object.defineProperty(parent, 'end', { value, configurable: true, writable: true, enumerable: false });
    this.watched = true;
  }

  private tell(): void {
    const beyond = [...this.byName].filter(([, { collapsed }]) => collapsed !== undefined);
    this.byName.clear();
    if (beyond.length === 0) return;
    this.parent.setAttributes({
      [ATTR_REPEATED_QUERY_SUMMARIES]: beyond.map(([name]) => name),
      [ATTR_REPEATED_QUERY_COUNTS]: beyond.map(([, { count }]) => count),
    });
    for (const [, { collapsed }] of beyond) collapsed?.close();
  }
}
