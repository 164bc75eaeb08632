import { type Context, createContextKey, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';

/**
 * The context key of the current unit of work. The key has no version, so that copies of every version find the unit
 * here. Every copy reads the field `stateVersion`; only copies with the same state version read the rest.
 */
export const UNIT_OF_WORK = createContextKey('nestjs-telemetry:unit-of-work');

/** The key under which the API keeps a context's span. The API does not export it, so we read it from a context. */
const SPAN = spanKey();

/**
 * A context with fields for what every call sets: its span and its unit of work. The API's own contexts copy a map at
 * each `setValue`, several times a request.
 */
export class CallContext implements Context {
  constructor(
    private readonly rest: Context,
    private readonly unit: unknown,
    private readonly span: unknown,
  ) {}

  /** Returns `context` as a call context. All other values in it stay. */
  static of(context: Context): CallContext {
    if (context instanceof CallContext) return context;
    return new CallContext(context, context.getValue(UNIT_OF_WORK), context.getValue(SPAN));
  }

  getValue(key: symbol): unknown {
    if (key === SPAN) return this.span;
    if (key === UNIT_OF_WORK) return this.unit;
    return this.rest.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    if (key === SPAN) return new CallContext(this.rest, this.unit, value);
    if (key === UNIT_OF_WORK) return new CallContext(this.rest, value, this.span);
    return new CallContext(this.rest.setValue(key, value), this.unit, this.span);
  }

  deleteValue(key: symbol): Context {
    if (key === SPAN) return new CallContext(this.rest, this.unit, undefined);
    if (key === UNIT_OF_WORK) return new CallContext(this.rest, undefined, this.span);
    return new CallContext(this.rest.deleteValue(key), this.unit, this.span);
  }
}

function spanKey(): symbol {
  let found: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue: (key) => {
      found = key;
      return ROOT_CONTEXT;
    },
    deleteValue: () => ROOT_CONTEXT,
  };
  trace.setSpan(probe, undefined as unknown as Span);
  return found ?? Symbol('span');
}
