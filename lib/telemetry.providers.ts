import type { Provider } from '@nestjs/common';
import type { TextMapPropagator } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import { Registry } from 'prom-client';
import { ensureContextManager } from './context/context-manager.js';
import { createPropagator } from './context/propagators/create-propagator.js';
import { LOG_EVENTS, METRIC_FAMILIES } from './conventions/index.js';
import { HttpServerInstrumentation } from './instrumentation/http-server/http-server.instrumentation.js';
import { Logger } from './logging/logger.js';
import { LoggingObserver } from './logging/logging.observer.js';
import { createDestination, createRootLogger, type RootLogger } from './logging/root-logger.js';
import { MetricsObserver } from './metrics/metrics.observer.js';
import { Metrics } from './metrics/metrics.service.js';
import { createRegistry } from './metrics/registry.js';
import { Telemetry } from './observation/index.js';
import { Diagnostics } from './telemetry.diagnostics.js';
import { TELEMETRY_OPTIONS } from './telemetry.module-definition.js';
import { type ResolvedOptions, resolveOptions, type TelemetryOptions } from './telemetry.options.js';
import { createTracerProvider } from './tracing/tracer-provider.js';
import { TracingObserver } from './tracing/tracing.observer.js';
import { Tracing } from './tracing/tracing.service.js';

/** The options with every default. */
export const RESOLVED_OPTIONS = Symbol.for('nestjs-telemetry:resolved-options');
const TRACER_PROVIDER = Symbol.for('nestjs-telemetry:tracer-provider');
const PROPAGATOR = Symbol.for('nestjs-telemetry:propagator');
const ROOT_LOGGER = Symbol.for('nestjs-telemetry:root-logger');

/** The name under which our tracer shows in exported spans. */
const SCOPE = 'nestjs-telemetry';

/** One application's telemetry, assembled: the only place that knows all signals and all doors. */
export const TELEMETRY_PROVIDERS: Provider[] = [
  Diagnostics,
  {
    provide: RESOLVED_OPTIONS,
    inject: [TELEMETRY_OPTIONS],
    useFactory: (options: TelemetryOptions) => resolveOptions(options),
  },
  {
    provide: PROPAGATOR,
    inject: [RESOLVED_OPTIONS],
    useFactory: ({ tracing }: ResolvedOptions) => createPropagator(tracing.propagators),
  },
  {
    provide: TRACER_PROVIDER,
    inject: [RESOLVED_OPTIONS, Diagnostics],
    useFactory: (options: ResolvedOptions, { report }: Diagnostics) => createTracerProvider(options, report),
  },
  {
    provide: ROOT_LOGGER,
    inject: [RESOLVED_OPTIONS],
    useFactory: async (options: ResolvedOptions) => createRootLogger(options, await createDestination(options)),
  },
  { provide: Registry, inject: [RESOLVED_OPTIONS], useFactory: createRegistry },
  { provide: Metrics, inject: [Registry], useFactory: (registry: Registry) => new Metrics(registry) },
  { provide: Logger, inject: [ROOT_LOGGER], useFactory: (root: RootLogger) => new Logger(root) },
  {
    provide: Telemetry,
    inject: [RESOLVED_OPTIONS, TRACER_PROVIDER, Metrics, ROOT_LOGGER, Diagnostics],
    useFactory: assemble,
  },
  {
    provide: Tracing,
    inject: [Telemetry, TRACER_PROVIDER, PROPAGATOR],
    useFactory: (telemetry: Telemetry, provider: TracerProvider, propagator: TextMapPropagator) =>
      new Tracing(telemetry, provider, provider.getTracer(SCOPE), propagator),
  },
  {
    provide: HttpServerInstrumentation,
    inject: [Telemetry, PROPAGATOR, RESOLVED_OPTIONS, Diagnostics],
    useFactory: (
      telemetry: Telemetry,
      propagator: TextMapPropagator,
      options: ResolvedOptions,
      diagnostics: Diagnostics,
    ) => new HttpServerInstrumentation(telemetry, propagator, options.http, diagnostics.report),
  },
];

/** What an application may inject. */
export const TELEMETRY_EXPORTS = [Telemetry, Tracing, Metrics, Logger];

function assemble(
  options: ResolvedOptions,
  provider: TracerProvider,
  metrics: Metrics,
  root: RootLogger,
  diagnostics: Diagnostics,
): Telemetry {
  ensureContextManager();
  // Tracing first: the others read the span's ids from the context that it hands down.
  const observers = [
    new TracingObserver(provider.getTracer(SCOPE)),
    new MetricsObserver(metrics, METRIC_FAMILIES),
    ...(options.logging.requests ? [new LoggingObserver(root, LOG_EVENTS)] : []),
  ];
  return new Telemetry(observers, diagnostics.report);
}
