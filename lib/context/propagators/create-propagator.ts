import type { TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { PropagatorName } from '../../options/names.js';

/** One propagator of several: all extract, in this order, and all inject. */
export function createPropagator(options: ReadonlyArray<PropagatorName | TextMapPropagator>): TextMapPropagator {
  return new CompositePropagator({ propagators: options.map(propagatorOf) });
}

function propagatorOf(option: PropagatorName | TextMapPropagator): TextMapPropagator {
  switch (option) {
    case 'tracecontext':
      return new W3CTraceContextPropagator();
    case 'baggage':
      return new W3CBaggagePropagator();
    case 'b3':
    case 'b3multi':
    case 'jaeger':
      throw new TypeError(`The propagator ${option} is not there yet`);
    default:
      return option;
  }
}
