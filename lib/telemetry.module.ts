import {
  type DynamicModule,
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { endLast } from './assembly/end-last.js';
import { TELEMETRY_EXPORTS, TELEMETRY_PROVIDERS } from './assembly/telemetry.providers.js';
import { PARTICIPANTS } from './assembly/tokens.js';
import { type DiagnosedApplication, diagnoseApplication } from './assembly/diagnosed-application.js';
import type { Diagnosis } from './doctor/diagnosis.js';
import { LifeCycle } from './life-cycle/life-cycle.js';
import type { Participant } from './life-cycle/participant.js';
import { withLoggers } from './logging/loggers.module.js';
import { checkApi } from './packages/check-api.js';
import { Diagnostics } from './telemetry.diagnostics.js';
import { ASYNC_OPTIONS_TYPE, ConfigurableModuleClass, OPTIONS_TYPE } from './telemetry.module-definition.js';
import { checkAsyncOptions } from './options/async-options.js';
import { checkOptions } from './telemetry.options.js';

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
  implements NestModule, OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown
{
  constructor(
    private readonly life: LifeCycle,
    @Inject(PARTICIPANTS) private readonly participants: readonly Participant[],
    private readonly discovery: DiscoveryService,
    private readonly adapterHost: HttpAdapterHost,
    modules: ModulesContainer,
    { report }: Diagnostics,
  ) {
    super();
    endLast(modules, report);
  }

  /**
   * Everything has a default.
   *
   * @throws TelemetryError when an option is wrong.
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    checkApi();
    checkOptions(options);
    const { isGlobal, ...own } = options;
    return withLoggers(super.forRoot(isGlobal === undefined ? own : { ...own, isGlobal }));
  }

  /**
   * Options that come from other providers; they are checked when the application starts.
   *
   * @throws TelemetryError when nothing makes the options.
   */
  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    checkApi();
    checkAsyncOptions(options);
    return withLoggers(super.forRootAsync(options));
  }

  /**
   * What telemetry does in an application, what it does not see, why, and what to do. It tries each receiver, with a small
   * request. Without an application, it looks at installed packages and at the environment.
   *
   * @example
   * const { findings } = await TelemetryModule.diagnose(app);
   * for (const { level, what, fix } of findings) console.log(level, what, fix);
   */
  static diagnose(app?: DiagnosedApplication): Promise<Diagnosis> {
    return diagnoseApplication(app);
  }

  // Nest calls this when the adapter exists and the router is not built yet, under NestFactory and under Test alike.
  configure(_consumer: MiddlewareConsumer): void {
    for (const participant of this.participants) participant.attach?.(this.adapterHost.httpAdapter);
  }

  async onModuleInit(): Promise<void> {
    for (const participant of this.participants) await participant.prepare?.();
    for (const { instance } of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      if (typeof instance !== 'object' || instance === null) continue;
      for (const participant of this.participants) participant.meet?.(instance as object);
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const participant of this.participants) await participant.start?.();
  }

  // After the server has closed: the last requests have ended.
  onApplicationShutdown(): Promise<void> {
    return this.life.end();
  }
}
