import type { Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { InstrumentationStates } from '../instrumentation/states/instrumentation-states.js';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import { LogStatistics } from '../logging/log-statistics.js';
import { RegistrySource } from '../metrics/cluster/registry-source.js';
import { createRegistry } from '../metrics/registry.js';
import { startRuntimeMetrics } from '../metrics/runtime/runtime-metrics.js';
import { registerSelfMetrics } from '../metrics/self/self-metrics.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { ExportStatistics } from '../tracing/export-statistics.js';
import { KeepStatistics } from '../tracing/processors/keep-statistics.js';
import { loggingSources, tracingSources } from './self-metrics.js';
import { OTLP_REGISTRY, RESOLVED_OPTIONS } from './tokens.js';
import { OwnResources } from '../metrics/runtime/own-resources.js';

/** The registries of metrics, and what fills them by itself. */
export const REGISTRY_PROVIDERS: Provider[] = [
  OwnResources,
  {
    provide: OTLP_REGISTRY,
    inject: [RESOLVED_OPTIONS],
    useFactory: (options: ResolvedOptions) =>
      options.metrics.otlp === undefined ? undefined : createRegistry(options),
  },
  {
    provide: Registry,
    inject: [
      RESOLVED_OPTIONS,
      OTLP_REGISTRY,
      OwnResources,
      ExportStatistics,
      KeepStatistics,
      LogStatistics,
      InstrumentationStates,
      LifeCycle,
    ],
    useFactory: (
      options: ResolvedOptions,
      otlp: Registry | undefined,
      own: OwnResources,
      exported: ExportStatistics,
      kept: KeepStatistics,
      logged: LogStatistics,
      states: InstrumentationStates,
      life: LifeCycle,
    ): Registry => {
      const registry = createRegistry(options);
      registerSelfMetrics(registry, options.metrics.prefix, {
        ...tracingSources(options, exported, kept),
        ...loggingSources(options, logged),
        instrumentations: () => states.read(),
      });
      if (options.metrics.processMetrics) {
        const stop = startRuntimeMetrics(registry, options.metrics.prefix, otlp, own);
        life.endsWith('metrics', 'the metrics of the process', stop);
      }
      return registry;
    },
  },
  {
    provide: RegistrySource,
    inject: [RESOLVED_OPTIONS, Registry, Diagnostics, LifeCycle],
    useFactory: (
      { metrics }: ResolvedOptions,
      registry: Registry,
      { report }: Diagnostics,
      life: LifeCycle,
    ): RegistrySource => {
      if (!metrics.cluster) return RegistrySource.ofProcess(registry);
      const source = RegistrySource.ofCluster(registry, report);
      life.endsWith('metrics', 'the metrics of the cluster', () => source.end());
      return source;
    },
  },
];
