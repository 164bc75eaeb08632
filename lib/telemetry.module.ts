import {
  type DynamicModule,
  type HttpServer,
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ApplicationConfig, DiscoveryModule, DiscoveryService, HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { TELEMETRY_EXPORTS, TELEMETRY_PROVIDERS } from './assembly/telemetry.providers.js';
import { STOP_INSTRUMENTATIONS, END_RUNTIME_METRICS, RESOLVED_OPTIONS, TRACING_RUNTIME } from './assembly/tokens.js';
import type { Close } from './instrumentation/instrumentation.js';
import { CacheManagers } from './instrumentation/drivers/cache-manager/cache-managers.js';
import { ExceptionWitness } from './instrumentation/http-server/exception-witness.js';
import { HttpServerInstrumentation } from './instrumentation/http-server/http-server.instrumentation.js';
import { serveLogLevels } from './logging/levels/level-endpoint.js';
import { withLoggers } from './logging/loggers.module.js';
import { ROOT_LOGGER, type RootLogger } from './logging/root-logger.js';
import { RegistrySource } from './metrics/cluster/registry-source.js';
import { MetricsEndpoint } from './metrics/endpoint/metrics-endpoint.js';
import { MetricPushes } from './metrics/push/metric-pushes.js';
import { own, register, Telemetry } from './observation/index.js';
import { type Admission, requestGuard } from './http-adapter/request-guard.js';
import { Diagnostics } from './telemetry.diagnostics.js';
import { ASYNC_OPTIONS_TYPE, ConfigurableModuleClass, OPTIONS_TYPE } from './telemetry.module-definition.js';
import { checkOptions, type ResolvedOptions } from './telemetry.options.js';
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
  private admitToLevels: Admission = async () => 403;

  constructor(
    private readonly telemetry: Telemetry,
    private readonly httpServer: HttpServerInstrumentation,
    private readonly cacheManagers: CacheManagers,
    private readonly metricsEndpoint: MetricsEndpoint,
    private readonly scraped: RegistrySource,
    private readonly pushes: MetricPushes,
    private readonly tracing: Tracing,
    @Inject(ROOT_LOGGER) private readonly rootLogger: RootLogger,
    private readonly diagnostics: Diagnostics,
    private readonly discovery: DiscoveryService,
    private readonly adapterHost: HttpAdapterHost,
    private readonly config: ApplicationConfig,
    private readonly modules: ModuleRef,
    @Inject(TRACING_RUNTIME) runtime: TracingRuntime,
    @Inject(END_RUNTIME_METRICS) endRuntimeMetrics: () => void,
    @Inject(STOP_INSTRUMENTATIONS) stopInstrumentations: Close,
    @Inject(RESOLVED_OPTIONS) private readonly options: ResolvedOptions,
  ) {
    super();
    this.ends = [
      register(telemetry),
      registerGlobally(telemetry, runtime.tracerProvider, runtime.propagator),
      stopInstrumentations,
      () => cacheManagers.close(),
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
    return withLoggers(super.forRoot(isGlobal === undefined ? own : { ...own, isGlobal }));
  }

  /** Options that come from other providers; they are checked when the application starts. */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return withLoggers(super.forRootAsync(options));
  }

  // Nest calls this when the adapter exists and the router is not built yet, under NestFactory and under Test alike.
  configure(_consumer: MiddlewareConsumer): void {
    const adapter = this.adapterHost.httpAdapter;
    this.httpServer.attach(adapter);
    this.config.useGlobalFilters(new ExceptionWitness());
    this.metricsEndpoint.attach(adapter);
    this.serveLevels(adapter);
  }

  async onModuleInit(): Promise<void> {
    await this.guardLevels();
    for (const { instance } of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      if (typeof instance !== 'object' || instance === null) continue;
      own(instance as object, this.telemetry);
      this.cacheManagers.watch(instance as object);
    }
  }

  private async guardLevels(): Promise<void> {
    const { levelEndpoint } = this.options.logging;
    if (levelEndpoint === undefined) return;
    this.admitToLevels = await requestGuard('logging.levelEndpoint.guard', levelEndpoint.guard, this.modules, {
      owner: TelemetryModule,
      handler: serveLogLevels,
    });
  }

  private serveLevels(adapter: HttpServer): void {
    const { levelEndpoint } = this.options.logging;
    if (levelEndpoint === undefined) return;
    const { logLevels: levels } = this.rootLogger;
    serveLogLevels(adapter, {
      path: levelEndpoint.path,
      levels,
      admit: (request, response) => this.admitToLevels(request, response),
      changed: (level, change) => this.rootLogger.info({ fields: { ...change } }, `The log level is now ${level}`),
      report: this.diagnostics.report,
    });
  }

  // After the server has closed: the last requests have ended.
  async onApplicationShutdown(): Promise<void> {
    for (const end of this.ends) end();
    try {
      await this.tracing.shutdown();
    } catch (error) {
      this.diagnostics.report('Not every span could be sent at shutdown', error);
    }
    // Last of all that counts, so that the numbers of spans are final too.
    await this.pushes.end();
    await this.leaveCluster();
    await this.rootLogger.close();
  }

  private async leaveCluster(): Promise<void> {
    try {
      await this.scraped.end();
    } catch (error) {
      this.diagnostics.report('The last metrics could not be told to the primary of the cluster', error);
    }
  }
}
