import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import type { FieldReader } from './field-readers.js';

/** Passes a propagator only values that it can read correctly. Each field that it may read has one reader. */
export class GuardedPropagator implements TextMapPropagator {
  constructor(
    private readonly propagator: TextMapPropagator,
    private readonly readers: Readonly<Record<string, FieldReader>>,
  ) {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    this.propagator.inject(context, carrier, setter);
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    return this.propagator.extract(context, carrier, guardedGetter(getter, this.readers));
  }

  fields(): string[] {
    return this.propagator.fields();
  }
}

export function guardedGetter<Carrier>(
  getter: TextMapGetter<Carrier>,
  readers: Readonly<Record<string, FieldReader>>,
): TextMapGetter<Carrier> {
  return {
    keys: (carrier) => getter.keys(carrier),
    get: (carrier, name) => {
      const value = getter.get(carrier, name);
      return value === undefined ? undefined : readers[name]?.(value);
    },
  };
}
