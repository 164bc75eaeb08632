import { type Context, type Span, trace, type Tracer } from '@opentelemetry/api';
import type { Operation, Recording } from '../../observation/index.js';
import { CallsBelow } from './calls-below.js';

/**
 * Collapses many calls with the same name below one span into one span, beyond a limit. Below an unrecorded or ended
 * parent, nothing is collapsed.
 */
export class RepeatedCalls {
  // Stored on the parent, so it is garbage-collected with it. Each application has a separate key: two may use the same
  // parent.
  private readonly key = Symbol('nestjs-telemetry:calls-below');

  constructor(
    private readonly tracer: Tracer,
    private readonly limit: number,
  ) {}

  /** The recording of a call without a separate span. Undefined for a call that may have one. */
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
