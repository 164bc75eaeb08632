import {
  type Baggage,
  type Context,
  isSpanContextValid,
  propagation,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';

import { type ReportFault, reportRejection } from '../../observation/index.js';

// The API accepts upper-case ids. W3C receivers do not.
const UPPER_CASE = /[A-F]/;

/**
 * Combines several propagators. All of them inject. All of them extract, in their order. The first one that finds a
 * valid span context decides which trace continues; from later ones that find another trace, only the baggage is used.
 * The baggage of all is merged: for each key, the first value wins. An error of a propagator, carrier or getter is
 * reported and not thrown.
 */
export class FirstWinsPropagator implements TextMapPropagator {
  constructor(
    private readonly propagators: readonly TextMapPropagator[],
    private readonly report: ReportFault = () => undefined,
  ) {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    for (const propagator of this.propagators) {
      try {
        const returned: unknown = propagator.inject(context, carrier, setter);
        reportRejection(returned, (error) => this.failed(propagator, 'write', error));
      } catch (error) {
        this.failed(propagator, 'write', error);
      }
    }
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    let result = context;
    for (const propagator of this.propagators) {
      try {
        result = merge(context, result, propagator.extract(result, carrier, getter));
      } catch (error) {
        this.failed(propagator, 'read', error);
      }
    }
    return result;
  }

  fields(): string[] {
    return [...new Set(this.propagators.flatMap((propagator) => this.fieldsOf(propagator)))];
  }

  private fieldsOf(propagator: TextMapPropagator): readonly string[] {
    try {
      return propagator.fields();
    } catch (error) {
      this.failed(propagator, 'name the fields of', error);
      return [];
    }
  }

  private failed(propagator: TextMapPropagator, verb: string, error: unknown): void {
    this.report(`The propagator ${propagator.constructor?.name ?? 'given'} could not ${verb} a trace context`, error);
  }
}

/** What `found` adds to `earlier`. `initial` is the context before all propagators. */
function merge(initial: Context, earlier: Context, found: Context): Context {
  if (found === earlier) return earlier;
  const span = trace.getSpan(found);
  const isNew = span !== undefined && span !== trace.getSpan(earlier);
  const isFirst = trace.getSpan(earlier) === trace.getSpan(initial);
  const isRefused = isNew && !(isFirst && isValid(span.spanContext()));
  return mergeBaggage(initial, earlier, found, isRefused ? earlier : found);
}

function isValid(spanContext: SpanContext): boolean {
  const { traceId, spanId } = spanContext;
  return isSpanContextValid(spanContext) && !UPPER_CASE.test(traceId) && !UPPER_CASE.test(spanId);
}

function mergeBaggage(initial: Context, earlier: Context, found: Context, result: Context): Context {
  const before = propagation.getBaggage(earlier);
  const after = propagation.getBaggage(found);
  if (after === undefined || after === before) return result;
  const isFirst = before === undefined || before === propagation.getBaggage(initial);
  return propagation.setBaggage(result, isFirst ? after : union(before, after));
}

function union(first: Baggage, second: Baggage): Baggage {
  return propagation.createBaggage(Object.fromEntries([...second.getAllEntries(), ...first.getAllEntries()]));
}
