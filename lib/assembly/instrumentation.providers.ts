import type { Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { EMPTY } from 'rxjs';
import { CacheManagers } from '../instrumentation/drivers/cache-manager/cache-managers.js';
import { HttpServerInstrumentation } from '../instrumentation/http-server/http-server.instrumentation.js';
import { Instrumentations } from '../instrumentation/instrumentations.js';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import type { ConnectionPools } from '../metrics/connection-pools.js';
import { InstrumentationStates } from '../instrumentation/states/instrumentation-states.js';
import { Telemetry } from '../observation/index.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import type { TracingRuntime } from '../tracing/runtime/tracing-runtime.js';
import { CONNECTION_POOLS, RESOLVED_OPTIONS, TRACING_RUNTIME } from './tokens.js';

/** Where calls are seen. */
export const INSTRUMENTATION_PROVIDERS: Provider[] = [
  {
    provide: InstrumentationStates,
    inject: [Diagnostics],
    useFactory: ({ report }: Diagnostics) => new InstrumentationStates(report),
  },
  {
    provide: HttpServerInstrumentation,
    inject: [Telemetry, TRACING_RUNTIME, RESOLVED_OPTIONS, InstrumentationStates, Diagnostics, LifeCycle],
    useFactory: (
      telemetry: Telemetry,
      { propagator }: TracingRuntime,
      { http }: ResolvedOptions,
      states: InstrumentationStates,
      { report }: Diagnostics,
      life: LifeCycle,
    ): HttpServerInstrumentation => {
      const server = new HttpServerInstrumentation(telemetry, propagator, http, report, states);
      life.endsWith('instrumentations', 'the instrumentation of the HTTP server', () => server.end());
      return server;
    },
  },
  {
    provide: CacheManagers,
    inject: [Telemetry, RESOLVED_OPTIONS, InstrumentationStates, Diagnostics, LifeCycle],
    useFactory: async (
      telemetry: Telemetry,
      options: ResolvedOptions,
      states: InstrumentationStates,
      { report }: Diagnostics,
      life: LifeCycle,
    ): Promise<CacheManagers> => {
      const caches = await CacheManagers.create({ telemetry, options, states, report });
      life.endsWith('instrumentations', 'the instrumentation of cache-manager', () => caches.end());
      return caches;
    },
  },
  {
    provide: Instrumentations,
    inject: [
      Telemetry,
      TRACING_RUNTIME,
      RESOLVED_OPTIONS,
      CONNECTION_POOLS,
      InstrumentationStates,
      Diagnostics,
      ModulesContainer,
      LifeCycle,
    ],
    useFactory: async (
      telemetry: Telemetry,
      { propagator }: TracingRuntime,
      options: ResolvedOptions,
      pools: ConnectionPools | undefined,
      states: InstrumentationStates,
      { report }: Diagnostics,
      modules: ModulesContainer,
      life: LifeCycle,
    ): Promise<Instrumentations> => {
      const started = await Instrumentations.start({
        telemetry,
        propagator,
        options,
        report,
        states,
        rpcTargets: modules.getRpcTargetRegistry?.() ?? EMPTY,
        watchPool: (pool) => pools?.watch(pool) ?? unwatched,
      });
      life.endsWith('instrumentations', 'the instrumentations', () => started.end());
      return started;
    },
  },
];

function unwatched(): void {
  // The metrics of databases are switched off.
}
