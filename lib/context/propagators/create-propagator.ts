import type { TextMapPropagator } from '@opentelemetry/api';
import type { ReportFault } from '../../observation/index.js';
import type { PropagatorName } from '../../options/names.js';
import { BaggagePropagator } from './baggage.propagator.js';
import { B3Propagator } from './b3.propagator.js';
import { FirstWinsPropagator } from './first-wins.propagator.js';
import { JaegerBaggagePropagator } from './jaeger-baggage.propagator.js';
import { JaegerPropagator } from './jaeger.propagator.js';
import { TraceContextPropagator } from './trace-context.propagator.js';

/**
 * Combines several propagators into one. {@link FirstWinsPropagator} describes how it resolves a carrier with several
 * contexts.
 */
export function createPropagator(
  options: ReadonlyArray<PropagatorName | TextMapPropagator>,
  report: ReportFault = () => undefined,
): TextMapPropagator {
  return new FirstWinsPropagator(
    options.flatMap((option) => propagatorsOf(option, report)),
    report,
  );
}

function propagatorsOf(option: PropagatorName | TextMapPropagator, report: ReportFault): readonly TextMapPropagator[] {
  switch (option) {
    case 'tracecontext':
      return [new TraceContextPropagator()];
    case 'baggage':
      return [new BaggagePropagator(report)];
    case 'b3':
      return [new B3Propagator('single')];
    case 'b3multi':
      return [new B3Propagator('multi')];
    case 'jaeger':
      return [new JaegerPropagator(), new JaegerBaggagePropagator(report)];
    default:
      return [option];
  }
}
