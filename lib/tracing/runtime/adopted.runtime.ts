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
  return {
    tracerProvider: provider,
    propagator: await (tracing.propagatorsGiven ? createPropagator : globalPropagator)(tracing.propagators),
    flush: () => flush(provider),
    shutdown: () => flush(provider),
  };
}

/** The one that was registered together with the provider; without any, the default. */
async function globalPropagator(otherwise: Parameters<typeof createPropagator>[0]): Promise<TextMapPropagator> {
  if (propagation.fields().length === 0) return createPropagator(otherwise);
  return {
    inject: (context, carrier, setter) => propagation.inject(context, carrier, setter),
    extract: (context, carrier, getter) => propagation.extract(context, carrier, getter),
    fields: () => propagation.fields(),
  };
}

async function flush(provider: TracerProvider): Promise<void> {
  await (provider as { forceFlush?(): Promise<void> }).forceFlush?.();
}
