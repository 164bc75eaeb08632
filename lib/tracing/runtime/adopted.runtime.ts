import { propagation, type TextMapPropagator, type TracerProvider } from '@opentelemetry/api';
import { createPropagator } from '../../context/propagators/create-propagator.js';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import type { TracingRuntime } from './tracing-runtime.js';

/** A provider that the application registered itself: spans go to it, it is flushed, and its end is left to its owner. */
export async function adoptedRuntime(
  provider: TracerProvider,
  { tracing }: ResolvedOptions,
  report: ReportFault,
): Promise<TracingRuntime> {
  if (tracing.exporters.some((exporter) => exporter !== 'none') || tracing.sdk !== undefined) {
    report(
      'An OpenTelemetry provider was registered before TelemetryModule started: spans go there, and the exporters and samplers of the options are not used',
    );
  }
  const own = await createPropagator(tracing.propagators, report);
  // Who registers a provider and no propagator has instrumentations that send no trace context along.
  const registered = propagation.fields().length === 0 && propagation.setGlobalPropagator(own);
  return {
    tracerProvider: provider,
    propagator: tracing.propagatorsGiven ? own : globalPropagator(own),
    flush: () => flush(provider),
    shutdown: () =>
      flush(provider).finally(() => {
        if (registered) propagation.disable();
      }),
  };
}

/** The one that is registered; as long as there is none, `otherwise`. */
function globalPropagator(otherwise: TextMapPropagator): TextMapPropagator {
  const current = () => (propagation.fields().length === 0 ? otherwise : propagation);
  return {
    inject: (context, carrier, setter) => current().inject(context, carrier, setter),
    extract: (context, carrier, getter) => current().extract(context, carrier, getter),
    fields: () => current().fields(),
  };
}

async function flush(provider: TracerProvider): Promise<void> {
  await (provider as { forceFlush?(): Promise<void> }).forceFlush?.();
}
