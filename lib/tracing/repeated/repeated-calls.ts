import { type Context, type Span, trace, type Tracer } from '@opentelemetry/api';
import type { Operation, Recording } from '../../observation/index.js';
import { CallsBelow } from './calls-below.js';

/**
 * Many calls of the same name below one span become one span, beyond a limit. A parent that nobody records, or that has
 * ended, collapses nothing.
 */
export class RepeatedCalls {
  // On the parent itself, and so forgotten with it. One key for each application: both may know the same parent.
  private readonly key = Symbol('nestjs-telemetry:calls-below');

  constructor(
    private readonly tracer: Tracer,
    private readonly limit: number,
  ) {}

  /** The recording of a call that has no span of its own; undefined for one that may have one. */
  begin(operation: Operation, context: Context): Recording | undefined {
    const parent = trace.getSpan(context) as MarkedSpan | undefined;
    if (parent === undefined || !parent.isRecording()) return undefined;
    let below = parent[this.key];
    if (below === undefined) {
      if (!Object.isExtensible(parent)) return undefined;
      below = parent[this.key] = new CallsBelow(parent, this.limit, this.tracer);
    }
    return below.add(operation, context);
  }
}

type MarkedSpan = Span & { [key: symbol]: CallsBelow | undefined };
