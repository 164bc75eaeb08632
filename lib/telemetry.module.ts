import {
  type DynamicModule,
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ApplicationConfig, DiscoveryModule, DiscoveryService, HttpAdapterHost } from '@nestjs/core';
import { ExceptionWitness } from './instrumentation/http-server/exception-witness.js';
import { HttpClientInstrumentation } from './instrumentation/http-client/http-client.instrumentation.js';
import { HttpServerInstrumentation } from './instrumentation/http-server/http-server.instrumentation.js';
import { Logger } from './logging/logger.js';
import { serveMetrics } from './metrics/metrics-endpoint.js';
import { Metrics } from './metrics/metrics.service.js';
import { own, register, Telemetry } from './observation/index.js';
import { Diagnostics } from './telemetry.diagnostics.js';
import { ASYNC_OPTIONS_TYPE, ConfigurableModuleClass, OPTIONS_TYPE } from './telemetry.module-definition.js';
import { checkOptions, type ResolvedOptions } from './telemetry.options.js';

import {
  RESOLVED_OPTIONS,
  END_RUNTIME_METRICS,
  TELEMETRY_EXPORTS,
  TELEMETRY_PROVIDERS,
  TRACING_RUNTIME,
} from './telemetry.providers.js';
import { registerGlobally } from './tracing/runtime/global-tracer-provider.js';
import type { TracingRuntime } from './tracing/runtime/tracing-runtime.js';
import { Tracing } from './tracing/tracing.service.js';

/**
 * Traces, metrics and logs for a Nest application.
 *
 * @example
 * \@Module({ imports: [TelemetryModule.forRoot()] })
 * export class AppModule {}
 */
@Module({
  imports: [DiscoveryModule],
  providers: TELEMETRY_PROVIDERS,
  exports: TELEMETRY_EXPORTS,
})
export class TelemetryModule
  extends ConfigurableModuleClass
  implements NestModule, OnModuleInit, OnApplicationShutdown
{
  /** What ends each thing that was started. */
  private readonly ends: ReadonlyArray<() => void>;

  constructor(
    private readonly telemetry: Telemetry,
    private readonly httpServer: HttpServerInstrumentation,
    httpClient: HttpClientInstrumentation,
    private readonly metrics: Metrics,
    private readonly tracing: Tracing,
    private readonly logger: Logger,
    private readonly diagnostics: Diagnostics,
    private readonly discovery: DiscoveryService,
    private readonly adapterHost: HttpAdapterHost,
    private readonly config: ApplicationConfig,
    @Inject(TRACING_RUNTIME) runtime: TracingRuntime,
    @Inject(END_RUNTIME_METRICS) endRuntimeMetrics: () => void,
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
  ) {
    super();
    this.ends = [
      register(telemetry),
      registerGlobally(telemetry, runtime.tracerProvider, runtime.propagator),
      httpClient.start(),
      endRuntimeMetrics,
    ];
  }

  /**
   * Everything has a default.
   *
   * @throws TelemetryError when an option is wrong.
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    const { isGlobal, ...own } = options;
    checkOptions(own);
    return super.forRoot(isGlobal === undefined ? own : { ...own, isGlobal });
  }

  /** Options that come from other providers; they are checked when the application starts. */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return super.forRootAsync(options);
  }

  // Nest calls this when the adapter exists and the router is not built yet, under NestFactory and under Test alike.
  configure(_consumer: MiddlewareConsumer): void {
    const adapter = this.adapterHost.httpAdapter;
    this.httpServer.attach(adapter);
    this.config.useGlobalFilters(new ExceptionWitness());
    const { endpoint } = this.options.metrics;
    if (endpoint !== false) serveMetrics(adapter, endpoint.path, this.metrics.registry, this.diagnostics.report);
  }

  onModuleInit(): void {
    for (const { instance } of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      if (typeof instance === 'object' && instance !== null) own(instance as object, this.telemetry);
    }
  }

  // After the server has closed: the last requests have ended.
  async onApplicationShutdown(): Promise<void> {
    for (const end of this.ends) end();
    try {
      await this.tracing.shutdown();
    } catch (error) {
      this.diagnostics.report('Not every span could be sent at shutdown', error);
    }
    this.logger.flush();
  }
}
