import { propagation, type TextMapPropagator, type TracerProvider } from '@opentelemetry/api';
import { createPropagator } from '../../context/propagators/create-propagator.js';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import type { TracingRuntime } from './tracing-runtime.js';

/**
 * A provider that the application registered itself. Telemetry sends spans to it and flushes it. Its owner shuts it
 * down.
 */
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
  const own = createPropagator(tracing.propagators, report);
  // If an application registers a provider but no propagator, its instrumentations send no trace context.
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

/** The registered provider; `otherwise` while there is none. */
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
