import type { SpanContext } from '@opentelemetry/api';
import type { LocalTrace } from './local-trace.js';

/**
 * Which local trace a span belongs to, written on the span's own context: the SDK hands that very object to the
 * children as their parent. So a trace is known for as long as a span of it can still end or start, and
 * forgotten with the last of them. A WeakMap says the same for 2 µs a span more.
 */
export class LocalTraces {
  // One for each application: a span of another one belongs to no trace of ours.
  private readonly key = Symbol('nestjs-telemetry:local-trace');

  of(context: SpanContext): LocalTrace | undefined {
    return (context as Marked)[this.key];
  }

  /** The trace in which a child of `parent` belongs; none when the parent is in another process. */
  below(parent: SpanContext | undefined): LocalTrace | undefined {
    return parent === undefined || parent.isRemote === true ? undefined : this.of(parent);
  }

  set(context: SpanContext, trace: LocalTrace): void {
    (context as Marked)[this.key] = trace;
  }
}

type Marked = SpanContext & { [key: symbol]: LocalTrace | undefined };
