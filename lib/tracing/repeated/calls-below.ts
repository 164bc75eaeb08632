import type { Context, Span, Tracer } from '@opentelemetry/api';
import { ATTR_REPEATED_QUERY_COUNTS, ATTR_REPEATED_QUERY_SUMMARIES } from '../../conventions/attributes.js';
import type { Operation, Recording } from '../../observation/index.js';
import { CollapsedSpan } from './collapsed-span.js';

/** Below a parent that lives on and on, the names are not counted without end. */
const MAX_NAMES = 200;
/** A parent may live as long as the process: after this time its queries are told, and a new span begins. */
const LONGEST_MS = 60_000;

interface Repeated {
  count: number;
  collapsed?: CollapsedSpan;
}

/** How often each name was called below one span, and the spans that stand for those beyond the limit. */
export class CallsBelow {
  private readonly byName = new Map<string, Repeated>();
  private watched = false;

  constructor(
    private readonly parent: Span,
    private readonly limit: number,
    private readonly tracer: Tracer,
  ) {}

  /** The recording of a call beyond the limit; undefined for one that may have a span of its own. */
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
   * The parent is anybody's: made by an observer, by hand, by another instrumentation, in this SDK or in another. None
   * of them says when it ends except by being told to; few are watched, and only when there is something to tell.
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
