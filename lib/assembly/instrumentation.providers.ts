import type { Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CacheManagers } from '../instrumentation/drivers/cache-manager/cache-managers.js';
import { startInstrumentations } from '../instrumentation/instrumentations.js';
import type { Close } from '../instrumentation/instrumentation.js';
import { HttpServerInstrumentation } from '../instrumentation/http-server/http-server.instrumentation.js';
import type { ConnectionPools } from '../metrics/connection-pools.js';
import { InstrumentationStates } from '../instrumentation/states/instrumentation-states.js';
import { Telemetry } from '../observation/index.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import type { TracingRuntime } from '../tracing/runtime/tracing-runtime.js';
import { STOP_INSTRUMENTATIONS, CONNECTION_POOLS, RESOLVED_OPTIONS, TRACING_RUNTIME } from './tokens.js';

/** Where calls are seen. */
export const INSTRUMENTATION_PROVIDERS: Provider[] = [
  {
    provide: InstrumentationStates,
    inject: [Diagnostics],
    useFactory: ({ report }: Diagnostics) => new InstrumentationStates(report),
  },
  {
    provide: HttpServerInstrumentation,
    inject: [Telemetry, TRACING_RUNTIME, RESOLVED_OPTIONS, Diagnostics],
    useFactory: (
      telemetry: Telemetry,
      { propagator }: TracingRuntime,
      { http }: ResolvedOptions,
      { report }: Diagnostics,
    ) => new HttpServerInstrumentation(telemetry, propagator, http, report),
  },
  {
    provide: CacheManagers,
    inject: [Telemetry, RESOLVED_OPTIONS, InstrumentationStates, Diagnostics],
    useFactory: (
      telemetry: Telemetry,
      options: ResolvedOptions,
      states: InstrumentationStates,
      { report }: Diagnostics,
    ): Promise<CacheManagers> => CacheManagers.create({ telemetry, options, states, report }),
  },
  {
    provide: STOP_INSTRUMENTATIONS,
    inject: [
      Telemetry,
      TRACING_RUNTIME,
      RESOLVED_OPTIONS,
      CONNECTION_POOLS,
      InstrumentationStates,
      Diagnostics,
      ModulesContainer,
    ],
    useFactory: (
      telemetry: Telemetry,
      { propagator }: TracingRuntime,
      options: ResolvedOptions,
      pools: ConnectionPools | undefined,
      states: InstrumentationStates,
      { report }: Diagnostics,
      modules: ModulesContainer,
    ): Promise<Close> =>
      startInstrumentations({
        telemetry,
        propagator,
        options,
        report,
        states,
        rpcTargets: modules.getRpcTargetRegistry(),
        watchPool: (pool) => pools?.watch(pool) ?? unwatched,
      }),
  },
];

function unwatched(): void {
  // The metrics of databases are switched off.
}
