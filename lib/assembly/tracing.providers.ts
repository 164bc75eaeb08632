import type { Provider } from '@nestjs/common';
import { AssignedFieldsPropagator } from '../context/propagators/assigned-fields.propagator.js';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import { type Loss, Losses } from '../life-cycle/losses.js';
import { tracerOf } from '../context/scope.js';
import { ROOT_LOGGER, type RootLogger } from '../logging/root-logger.js';
import { Telemetry } from '../observation/index.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { ExportStatistics } from '../tracing/export-statistics.js';
import { KeepStatistics } from '../tracing/processors/keep-statistics.js';
import type { SpanLine } from '../tracing/processors/span-log.processor.js';
import { createTracingRuntime } from '../tracing/runtime/create-tracing-runtime.js';
import type { TracingRuntime } from '../tracing/runtime/tracing-runtime.js';
import { Tracing } from '../tracing/tracing.service.js';
import { reportSdkMessages } from './sdk-messages.js';
import { RESOLVED_OPTIONS, TRACING_RUNTIME } from './tokens.js';

/** Who makes spans, and the service that makes them by hand. */
export const TRACING_PROVIDERS: Provider[] = [
  ExportStatistics,
  KeepStatistics,
  {
    provide: TRACING_RUNTIME,
    inject: [RESOLVED_OPTIONS, ExportStatistics, KeepStatistics, ROOT_LOGGER, Diagnostics, LifeCycle, Losses],
    useFactory: async (
      options: ResolvedOptions,
      exported: ExportStatistics,
      kept: KeepStatistics,
      root: RootLogger,
      { report }: Diagnostics,
      life: LifeCycle,
      losses: Losses,
    ): Promise<TracingRuntime> => {
      const { logSpans, baggageKeys, sdk, configFile } = options.tracing;
      const ports = { report, exported, kept, ...(logSpans ? { logSpan: spanLog(root) } : {}) };
      const reportSdk = () => life.endsWith('lines', "the report of the SDK's messages", reportSdkMessages(report));
      // NodeSDK may set a logger that the user has chosen, and the API complains where it replaces another one.
      const usesNodeSdk = sdk !== undefined || configFile !== undefined;
      if (!usesNodeSdk) reportSdk();
      const runtime = await createTracingRuntime(options, ports);
      if (usesNodeSdk) reportSdk();
      losses.watch(() => lostSpans(exported));
      life.endsWith('spans', 'tracing', (deadline) => runtime.shutdown(deadline));
      return carrying(baggageKeys, runtime);
    },
  },
  {
    provide: Tracing,
    inject: [Telemetry, TRACING_RUNTIME],
    useFactory: (telemetry: Telemetry, runtime: TracingRuntime) =>
      new Tracing(telemetry, runtime, tracerOf(runtime.tracerProvider)),
  },
];

function carrying(keys: readonly string[], runtime: TracingRuntime): TracingRuntime {
  if (keys.length === 0) return runtime;
  return { ...runtime, propagator: new AssignedFieldsPropagator(runtime.propagator, keys) };
}

function spanLog(root: RootLogger): (line: SpanLine) => void {
  return ({ message, traceId, spanId, fields }) =>
    root.debug({ trace_id: traceId, span_id: spanId, sampled: true, fields }, message);
}

function lostSpans(exported: ExportStatistics): Loss[] {
  return exported.read().map(({ exporter, failed, dropped }) => ({
    what: 'span',
    count: failed + dropped,
    target: exporter,
    address: exported.addressOf(exporter),
  }));
}
