import {
  type Baggage,
  type BaggageEntry,
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';

/**
 * A baggage propagator that receives well-formed text only. Half of a surrogate pair cannot be encoded: the whole
 * baggage would be lost.
 */
export class WellFormedBaggagePropagator implements TextMapPropagator {
  constructor(private readonly propagator: TextMapPropagator) {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    this.propagator.inject(wellFormed(context), carrier, setter);
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    return this.propagator.extract(context, carrier, getter);
  }

  fields(): string[] {
    return this.propagator.fields();
  }
}

function wellFormed(context: Context): Context {
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined || baggage.getAllEntries().every(isWellFormed)) return context;
  return propagation.setBaggage(context, mended(baggage));
}

function isWellFormed([key, { value }]: [string, BaggageEntry]): boolean {
  return key.isWellFormed() && value.isWellFormed();
}

function mended(baggage: Baggage): Baggage {
  const entries = baggage
    .getAllEntries()
    .map(([key, entry]) => [key.toWellFormed(), { ...entry, value: entry.value.toWellFormed() }] as const);
  return propagation.createBaggage(Object.fromEntries(entries));
}
