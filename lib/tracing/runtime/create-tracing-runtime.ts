import { ProxyTracerProvider } from '@opentelemetry/api';
import { createPropagator } from '../../context/propagators/create-propagator.js';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { createTracerProvider, type TracingPorts } from '../tracer-provider.js';
import { adoptedRuntime } from './adopted.runtime.js';
import { foreignTracerProvider } from './global-tracer-provider.js';
import { nodeSdkRuntime } from './node-sdk.runtime.js';
import type { TracingRuntime } from './tracing-runtime.js';

/**
 * Starts tracing, or uses an existing provider. A provider that other code registered before is used, and stays theirs.
 * A declarative configuration or a NodeSDK configuration starts NodeSDK. Otherwise, the options configure the provider.
 */
export async function createTracingRuntime(options: ResolvedOptions, ports: TracingPorts): Promise<TracingRuntime> {
  const { disabled, sdk, configFile, propagators, parentBased, keep } = options.tracing;
  if (disabled) return noopRuntime(options, ports.report);
  const foreign = foreignTracerProvider();
  if (foreign !== undefined) return adoptedRuntime(foreign, options, ports.report);
  if (sdk !== undefined || configFile !== undefined) return nodeSdkRuntime(options, ports.report);
  const provider = await createTracerProvider(options, ports);
  return {
    tracerProvider: provider,
    propagator: createPropagator(propagators, ports.report),
    leavesOutBelowUnsampled: parentBased && keep === undefined,
    flush: () => provider.forceFlush(),
    shutdown: (deadline) => (deadline === undefined ? provider.shutdown() : provider.shutdownBy(deadline)),
  };
}

/** `OTEL_SDK_DISABLED`: propagation continues, because the specification requires it. */
async function noopRuntime({ tracing }: ResolvedOptions, report: ReportFault): Promise<TracingRuntime> {
  return {
    tracerProvider: new ProxyTracerProvider(),
    propagator: createPropagator(tracing.propagators, report),
    flush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
