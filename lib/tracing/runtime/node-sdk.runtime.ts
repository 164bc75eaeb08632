import { metrics, propagation, trace } from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { createPropagator } from '../../context/propagators/create-propagator.js';
import type { ReportFault } from '../../observation/index.js';
import { loadOptional } from '../../packages/optional-package.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { serviceResource } from '../../resource/service-resource.js';
import { adoptedRuntime } from './adopted.runtime.js';
import { foreignTracerProvider } from './global-tracer-provider.js';
import type { TracingRuntime } from './tracing-runtime.js';

/**
 * OpenTelemetry's own NodeSDK, for a declarative configuration file or a configuration of the user's. It has 100 packages
 * and takes more than half a second to load: it is an optional peer, and loaded only for this.
 */
export async function nodeSdkRuntime(options: ResolvedOptions, report: ReportFault): Promise<TracingRuntime> {
  const sdk = await startSdk(options, report);
  const provider = foreignTracerProvider();
  if (provider === undefined) report('NodeSDK was started and registered no tracer provider: nothing is traced');
  const adopted = await adoptedRuntime(provider ?? trace.getTracerProvider(), quiet(options), report);
  return {
    ...adopted,
    shutdown: async () => {
      await sdk.shutdown();
      // A provider that is shut down must not stay registered: a later application would use it.
      trace.disable();
      propagation.disable();
      metrics.disable();
      // Not imported above: older versions of the API have no `logs`, and could not even say so.
      (await import('@opentelemetry/api')).logs.disable();
    },
  };
}

async function startSdk(options: ResolvedOptions, report: ReportFault): Promise<{ shutdown(): Promise<void> }> {
  const { sdk, configFile, propagators } = options.tracing;
  const purpose = configFile === undefined ? 'the option tracing.sdk' : 'the file that OTEL_CONFIG_FILE names';
  const { NodeSDK, startNodeSdk } = await loadOptional(
    '@opentelemetry/sdk-node',
    purpose,
    () => import('@opentelemetry/sdk-node'),
  );
  // NodeSDK reads OTEL_CONFIG_FILE itself, and then ignores all other settings.
  if (configFile !== undefined) return startNodeSdk();
  const started = new NodeSDK({
    resource: serviceResource(options.service),
    textMapPropagator: createPropagator(propagators, report),
    // Telemetry handles metrics and logs itself. NodeSDK would export them to an OTLP endpoint that may not exist.
    metricReaders: [],
    logRecordProcessors: [],
    ...(sdk as Partial<NodeSDKConfiguration> | undefined),
  });
  started.start();
  return started;
}

/** NodeSDK configures its exporters itself, so there is no warning to write. */
function quiet(options: ResolvedOptions): ResolvedOptions {
  return { ...options, tracing: { ...options.tracing, exporters: [], sdk: undefined } };
}
