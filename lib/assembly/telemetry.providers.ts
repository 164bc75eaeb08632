import type { Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ensureContextManager } from '../context/context-manager.js';
import { tracerOf } from '../context/scope.js';
import { LOG_EVENTS } from '../conventions/index.js';
import { isClientFault } from '../conventions/errors/client-fault.js';
import { describeWith } from '../described/description-settings.js';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import { Losses } from '../life-cycle/losses.js';
import { LogStatistics } from '../logging/log-statistics.js';
import { Logger } from '../logging/logger.js';
import { LoggingObserver } from '../logging/logging.observer.js';
import { ROOT_LOGGER, type RootLogger } from '../logging/root-logger.js';
import { WideObserver } from '../logging/wide.observer.js';
import { MetricCatalogue } from '../metrics/metric-catalogue.js';
import { MetricsObserver } from '../metrics/metrics.observer.js';
import { Metrics } from '../metrics/metrics.service.js';
import { expecting, GuardedObserver, Telemetry } from '../observation/index.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import { TELEMETRY_OPTIONS } from '../telemetry.module-definition.js';
import { type ResolvedOptions, resolveOptions, type TelemetryOptions } from '../telemetry.options.js';
import type { TracingRuntime } from '../tracing/runtime/tracing-runtime.js';
import { TracingObserver } from '../tracing/tracing.observer.js';
import { Tracing } from '../tracing/tracing.service.js';
import { DOCTOR_PROVIDERS } from './doctor.providers.js';
import { INSTRUMENTATION_PROVIDERS } from './instrumentation.providers.js';
import { LOGGING_PROVIDERS } from './logging.providers.js';
import { METRICS_PROVIDERS } from './metrics.providers.js';
import { PARTICIPANTS_PROVIDER } from './participants.provider.js';
import { optionsOfOnly } from './telemetry-modules.js';
import { RESOLVED_OPTIONS, TRACING_RUNTIME } from './tokens.js';
import { TRACING_PROVIDERS } from './tracing.providers.js';

/** One application's telemetry, assembled: the only folder that knows all signals and all instrumentations. */
export const TELEMETRY_PROVIDERS: Provider[] = [
  Diagnostics,
  {
    provide: RESOLVED_OPTIONS,
    inject: [{ token: TELEMETRY_OPTIONS, optional: true }, ModulesContainer, Diagnostics],
    useFactory: (options: TelemetryOptions, modules: ModulesContainer, { report }: Diagnostics) =>
      resolveOptions(optionsOfOnly(options, modules) ?? {}, process.env, report),
  },
  {
    provide: LifeCycle,
    inject: [RESOLVED_OPTIONS, Diagnostics],
    useFactory: ({ shutdownTimeoutMs }: ResolvedOptions, { report }: Diagnostics) =>
      new LifeCycle(shutdownTimeoutMs, report),
  },
  Losses,
  ...TRACING_PROVIDERS,
  ...LOGGING_PROVIDERS,
  ...METRICS_PROVIDERS,
  {
    provide: Telemetry,
    inject: [RESOLVED_OPTIONS, TRACING_RUNTIME, MetricsObserver, ROOT_LOGGER, Diagnostics],
    useFactory: assemble,
  },
  ...INSTRUMENTATION_PROVIDERS,
  ...DOCTOR_PROVIDERS,
  PARTICIPANTS_PROVIDER,
];

/** What an application may inject, and what its metric providers need. */
export const TELEMETRY_EXPORTS = [Telemetry, Tracing, Metrics, MetricCatalogue, Logger, LogStatistics];

function assemble(
  options: ResolvedOptions,
  { tracerProvider, propagator, leavesOutBelowUnsampled }: TracingRuntime,
  metrics: MetricsObserver,
  root: RootLogger,
  diagnostics: Diagnostics,
): Telemetry {
  ensureContextManager();
  const events = { ...options.logging, baggageKeys: options.tracing.baggageKeys };
  // Tracing first: the others read the span's ids from the context that it hands down.
  const observers = [
    new TracingObserver(tracerOf(tracerProvider), leavesOutBelowUnsampled, options.database.collapseRepeatedAfter),
    metrics,
    new LoggingObserver(root, LOG_EVENTS, events),
    ...(options.logging.wide ? [new WideObserver(root, LOG_EVENTS, events)] : []),
    // Last: they find the span in the context.
    ...options.observers.map((observer) => new GuardedObserver(observer, diagnostics.report)),
  ];
  const declared = expecting(options.expected, diagnostics.report);
  const expects = (error: unknown): boolean => isClientFault(error) || declared(error);
  const telemetry = new Telemetry(observers, diagnostics.report, propagator, expects);
  describeWith(telemetry, options);
  return telemetry;
}
