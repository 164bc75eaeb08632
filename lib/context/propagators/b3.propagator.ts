import {
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import { type CallerSampling, noteCallerSampling } from '../caller-sampling.js';
import { firstValue, soleValueOf } from './field-readers.js';
import { guardedGetter } from './guarded.propagator.js';

const READERS = {
  b3: soleValueOf(/^(?:[01d]|(?:[0-9a-f]{16}){1,2}-[0-9a-f]{16}(?:-[01d])?(?:-[0-9a-f]{16})?)$/),
  'x-b3-traceid': soleValueOf(/^(?:[0-9a-f]{16}){1,2}$/),
  'x-b3-spanid': soleValueOf(/^[0-9a-f]{16}$/),
  'x-b3-sampled': firstValue,
  'x-b3-flags': firstValue,
};

const STATES: ReadonlyMap<string | undefined, CallerSampling['state']> = new Map([
  ['0', 'deny'],
  ['false', 'deny'],
  ['1', 'accept'],
  ['true', 'accept'],
  ['d', 'debug'],
]);

/**
 * OpenTelemetry's B3 propagator, with the parts of the specification that it lacks. The whole header has to match, ids
 * are lower-case, and each sampling state is supported, alone and with ids.
 * https://github.com/openzipkin/b3-propagation
 */
export class B3Propagator implements TextMapPropagator {
  constructor(private readonly propagator: TextMapPropagator) {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    this.propagator.inject(context, carrier, setter);
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const guarded = guardedGetter(getter, READERS);
    const extracted = this.propagator.extract(context, carrier, guarded);
    const state = samplingState(carrier, guarded);
    if (trace.getSpan(extracted) === trace.getSpan(context)) {
      return state === undefined ? extracted : noteCallerSampling(extracted, { state });
    }
    if (state === 'accept' || state === 'deny') return extracted;
    return noteCallerSampling(extracted, { state: state ?? 'defer' }, trace.getSpanContext(extracted)?.traceId);
  }

  fields(): string[] {
    return this.propagator.fields();
  }
}

function samplingState<Carrier>(carrier: Carrier, getter: TextMapGetter<Carrier>): CallerSampling['state'] | undefined {
  const single = getter.get(carrier, 'b3') as string | undefined;
  if (single !== undefined) return STATES.get(single.length === 1 ? single : single.split('-')[2]);
  if (getter.get(carrier, 'x-b3-flags') === '1') return 'debug';
  const sampled = getter.get(carrier, 'x-b3-sampled') as string | undefined;
  return STATES.get(sampled?.toLowerCase());
}
