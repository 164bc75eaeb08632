import type { Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { TextMapPropagator } from '@opentelemetry/api';
import { register as defaultRegistry, Registry } from 'prom-client';
import { ensureContextManager } from './context/context-manager.js';
import { LOG_EVENTS, metricFamilies } from './conventions/index.js';
import { HttpClientInstrumentation } from './instrumentation/http-client/http-client.instrumentation.js';
import { HttpServerInstrumentation } from './instrumentation/http-server/http-server.instrumentation.js';
import { Logger } from './logging/logger.js';
import { LogStatistics } from './logging/log-statistics.js';
import { LoggingObserver } from './logging/logging.observer.js';
import { createDestination } from './logging/destinations/create-destination.js';
import { createRootLogger, ROOT_LOGGER, type RootLogger } from './logging/root-logger.js';
import { WideObserver } from './logging/wide.observer.js';
import { RegistrySource } from './metrics/cluster/registry-source.js';
import { ConnectionPool } from './metrics/connection-pool.js';
import { MetricsEndpoint } from './metrics/endpoint/metrics-endpoint.js';
import { MetricsObserver } from './metrics/metrics.observer.js';
import { Metrics } from './metrics/metrics.service.js';
import { MetricPushes } from './metrics/push/metric-pushes.js';
import { startPushes } from './metrics/push/start-pushes.js';
import { createRegistry } from './metrics/registry.js';
import { startRuntimeMetrics } from './metrics/runtime/runtime-metrics.js';
import { registerSelfMetrics } from './metrics/self/self-metrics.js';
import { SeriesCap } from './metrics/series/series-cap.js';
import { type ReportFault, Telemetry } from './observation/index.js';
import { Diagnostics } from './telemetry.diagnostics.js';
import { TELEMETRY_OPTIONS } from './telemetry.module-definition.js';
import { type ResolvedOptions, resolveOptions, type TelemetryOptions } from './telemetry.options.js';
import { loggingSources, tracingSources } from './telemetry.self-metrics.js';
import { ExportStatistics } from './tracing/export-statistics.js';
import { KeepStatistics } from './tracing/processors/keep-statistics.js';
import type { SpanLine } from './tracing/processors/span-log.processor.js';
import { createTracingRuntime } from './tracing/runtime/create-tracing-runtime.js';
import type { TracingRuntime } from './tracing/runtime/tracing-runtime.js';
import { TracingObserver } from './tracing/tracing.observer.js';
import { Tracing } from './tracing/tracing.service.js';

/** The options with every default. */
export const RESOLVED_OPTIONS = Symbol.for('nestjs-telemetry:resolved-options');
/** Who makes the spans. */
export const TRACING_RUNTIME = Symbol.for('nestjs-telemetry:tracing-runtime');
/** What ends the metrics of the process. */
export const END_RUNTIME_METRICS = Symbol.for('nestjs-telemetry:end-runtime-metrics');

/** The name under which our tracer shows in exported spans. */
const SCOPE = 'nestjs-telemetry';

/** One application's telemetry, assembled: the only place that knows all signals and all doors. */
export const TELEMETRY_PROVIDERS: Provider[] = [
  Diagnostics,
  ExportStatistics,
  KeepStatistics,
  LogStatistics,
  {
    provide: RESOLVED_OPTIONS,
    inject: [TELEMETRY_OPTIONS],
    useFactory: (options: TelemetryOptions) => resolveOptions(options),
  },
  {
    provide: TRACING_RUNTIME,
    inject: [RESOLVED_OPTIONS, ExportStatistics, KeepStatistics, ROOT_LOGGER, Diagnostics],
    useFactory: (
      options: ResolvedOptions,
      exported: ExportStatistics,
      kept: KeepStatistics,
      root: RootLogger,
      { report }: Diagnostics,
    ): Promise<TracingRuntime> =>
      createTracingRuntime(options, {
        report,
        exported,
        kept,
        ...(options.tracing.logSpans ? { logSpan: spanLog(root) } : {}),
      }),
  },
  {
    provide: ROOT_LOGGER,
    inject: [RESOLVED_OPTIONS, LogStatistics, Diagnostics],
    useFactory: async (options: ResolvedOptions, statistics: LogStatistics, { report }: Diagnostics) =>
      createRootLogger(options, await createDestination(options, statistics, report)),
  },
  {
    provide: Registry,
    inject: [RESOLVED_OPTIONS, ExportStatistics, KeepStatistics, LogStatistics],
    useFactory: (
      options: ResolvedOptions,
      exported: ExportStatistics,
      kept: KeepStatistics,
      logged: LogStatistics,
    ): Registry => {
      const registry = createRegistry(options);
      registerSelfMetrics(registry, options.metrics.prefix, {
        ...tracingSources(options, exported, kept),
        ...loggingSources(logged),
      });
      return registry;
    },
  },
  {
    provide: RegistrySource,
    inject: [RESOLVED_OPTIONS, Registry],
    useFactory: ({ metrics }: ResolvedOptions, registry: Registry): RegistrySource =>
      metrics.cluster ? RegistrySource.ofCluster(registry) : RegistrySource.ofProcess(registry),
  },
  {
    provide: MetricPushes,
    inject: [RESOLVED_OPTIONS, Registry, RegistrySource, Diagnostics],
    useFactory: (
      options: ResolvedOptions,
      registry: Registry,
      scraped: RegistrySource,
      { report }: Diagnostics,
    ): Promise<MetricPushes> =>
      startPushes(
        options,
        {
          registry,
          exposition: async () => (await scraped.registry()).metrics(),
          families: metricFamilies(options.metrics),
        },
        report,
      ),
  },
  {
    provide: END_RUNTIME_METRICS,
    inject: [RESOLVED_OPTIONS, Registry],
    useFactory: ({ metrics }: ResolvedOptions, registry: Registry): (() => void) =>
      metrics.processMetrics ? startRuntimeMetrics(registry, metrics.prefix) : () => undefined,
  },
  {
    provide: SeriesCap,
    inject: [RESOLVED_OPTIONS, Registry, Diagnostics],
    useFactory: ({ metrics }: ResolvedOptions, registry: Registry, { report }: Diagnostics) =>
      new SeriesCap(metrics.maxSeriesPerMetric, registry, report, metrics.prefix),
  },
  {
    provide: MetricsObserver,
    inject: [RESOLVED_OPTIONS, Registry, SeriesCap],
    useFactory: ({ metrics }: ResolvedOptions, registry: Registry, cap: SeriesCap) =>
      new MetricsObserver(registry, metricFamilies(metrics), cap, metrics.exemplars, metrics.buckets.durationSeconds),
  },
  {
    provide: Metrics,
    inject: [RESOLVED_OPTIONS, Registry, MetricsObserver, SeriesCap, Diagnostics],
    useFactory: (
      { metrics: { families, prefix } }: ResolvedOptions,
      registry: Registry,
      observer: MetricsObserver,
      cap: SeriesCap,
      { report }: Diagnostics,
    ) =>
      new Metrics(registry, {
        observer,
        cap,
        report,
        ...(families.database ? { pool: new ConnectionPool(registry, prefix) } : {}),
      }),
  },
  {
    provide: MetricsEndpoint,
    inject: [RESOLVED_OPTIONS, RegistrySource, ModuleRef, Diagnostics],
    useFactory: ({ metrics }: ResolvedOptions, source: RegistrySource, modules: ModuleRef, { report }: Diagnostics) =>
      // The default registry is where nestjs-prometheus, and whoever else uses prom-client, has its metrics.
      new MetricsEndpoint(metrics.endpoint, [() => source.registry(), defaultRegistry], modules, report),
  },
  {
    provide: Logger,
    inject: [ROOT_LOGGER, Diagnostics],
    useFactory: (root: RootLogger, { report }: Diagnostics) => new Logger(root, undefined, undefined, report),
  },
  {
    provide: Telemetry,
    inject: [RESOLVED_OPTIONS, TRACING_RUNTIME, MetricsObserver, ROOT_LOGGER, Diagnostics],
    useFactory: assemble,
  },
  {
    provide: Tracing,
    inject: [Telemetry, TRACING_RUNTIME],
    useFactory: (telemetry: Telemetry, runtime: TracingRuntime) =>
      new Tracing(telemetry, runtime, runtime.tracerProvider.getTracer(SCOPE)),
  },
  httpDoor(HttpServerInstrumentation),
  httpDoor(HttpClientInstrumentation),
];

/** What an application may inject. */
export const TELEMETRY_EXPORTS = [Telemetry, Tracing, Metrics, Logger, LogStatistics];

function assemble(
  options: ResolvedOptions,
  { tracerProvider, leavesOutBelowUnsampled }: TracingRuntime,
  metrics: MetricsObserver,
  root: RootLogger,
  diagnostics: Diagnostics,
): Telemetry {
  ensureContextManager();
  const events = { ...options.logging, baggageKeys: options.tracing.baggageKeys };
  // Tracing first: the others read the span's ids from the context that it hands down.
  const observers = [
    new TracingObserver(tracerProvider.getTracer(SCOPE), leavesOutBelowUnsampled),
    metrics,
    new LoggingObserver(root, LOG_EVENTS, events),
    ...(options.logging.wide ? [new WideObserver(root, LOG_EVENTS, events)] : []),
  ];
  return new Telemetry(observers, diagnostics.report);
}

function httpDoor<Door>(
  door: new (
    telemetry: Telemetry,
    propagator: TextMapPropagator,
    options: ResolvedOptions['http'],
    report: ReportFault,
  ) => Door,
): Provider {
  return {
    provide: door,
    inject: [Telemetry, TRACING_RUNTIME, RESOLVED_OPTIONS, Diagnostics],
    useFactory: (
      telemetry: Telemetry,
      { propagator }: TracingRuntime,
      { http }: ResolvedOptions,
      { report }: Diagnostics,
    ) => new door(telemetry, propagator, http, report),
  };
}

function spanLog(root: RootLogger): (line: SpanLine) => void {
  return ({ message, traceId, spanId, fields }) =>
    root.debug({ trace_id: traceId, span_id: spanId, sampled: true, fields }, message);
}
