import {
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { UnitOfWork } from '../../observation/index.js';

/** Sends selected fields of the unit of work as baggage, so that the next service can record them too. */
export class AssignedFieldsPropagator implements TextMapPropagator {
  constructor(
    private readonly propagator: TextMapPropagator,
    private readonly keys: readonly string[],
  ) {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    this.propagator.inject(this.withFields(context), carrier, setter);
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    return this.propagator.extract(context, carrier, getter);
  }

  fields(): string[] {
    return this.propagator.fields();
  }

  private withFields(context: Context): Context {
    const assigned = UnitOfWork.of(context)?.fields;
    if (assigned === undefined) return context;
    let baggage = propagation.getBaggage(context) ?? propagation.createBaggage();
    for (const key of this.keys) {
      const value = assigned[key];
      // As in a log line, a field assigned here overrides the caller's value. Other values are not text.
      if (['string', 'number', 'boolean'].includes(typeof value))
        baggage = baggage.setEntry(key, { value: String(value) });
    }
    return propagation.setBaggage(context, baggage);
  }
}
