import type { TextMapPropagator } from '@opentelemetry/api';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import type { ReportFault } from '../../observation/index.js';
import type { PropagatorName } from '../../options/names.js';
import { B3Propagator } from './b3.propagator.js';
import { joinedValues } from './field-readers.js';
import { FirstWinsPropagator } from './first-wins.propagator.js';
import { GuardedPropagator } from './guarded.propagator.js';
import { JaegerBaggagePropagator } from './jaeger-baggage.propagator.js';
import { JaegerPropagator } from './jaeger.propagator.js';
import { TraceContextPropagator } from './trace-context.propagator.js';
import { WellFormedBaggagePropagator } from './well-formed-baggage.propagator.js';

/**
 * Combines several propagators into one. {@link FirstWinsPropagator} describes how it resolves a carrier with several
 * contexts.
 */
export async function createPropagator(
  options: ReadonlyArray<PropagatorName | TextMapPropagator>,
  report?: ReportFault,
): Promise<TextMapPropagator> {
  return new FirstWinsPropagator((await Promise.all(options.map(propagatorsOf))).flat(), report);
}

async function propagatorsOf(option: PropagatorName | TextMapPropagator): Promise<readonly TextMapPropagator[]> {
  switch (option) {
    case 'tracecontext':
      return [new TraceContextPropagator()];
    case 'baggage':
      return [
        new GuardedPropagator(new WellFormedBaggagePropagator(new W3CBaggagePropagator()), { baggage: joinedValues }),
      ];
    case 'b3':
    case 'b3multi':
      return [await loadB3(option)];
    case 'jaeger':
      return [new JaegerPropagator(), new JaegerBaggagePropagator()];
    default:
      return [option];
  }
}

// Loaded on demand: the package brings a second copy of @opentelemetry/core.
async function loadB3(encoding: 'b3' | 'b3multi'): Promise<TextMapPropagator> {
  const { B3InjectEncoding, B3Propagator: Upstream } = await import('@opentelemetry/propagator-b3');
  const injectEncoding = encoding === 'b3' ? B3InjectEncoding.SINGLE_HEADER : B3InjectEncoding.MULTI_HEADER;
  return new B3Propagator(new Upstream({ injectEncoding }));
}
