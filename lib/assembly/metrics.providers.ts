import type { Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { register as defaultRegistry, Registry } from 'prom-client';
import { metricFamilies, otlpFamilies } from '../conventions/index.js';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import { type Loss, Losses } from '../life-cycle/losses.js';
import { RegistrySource } from '../metrics/cluster/registry-source.js';
import { ConnectionPools } from '../metrics/connection-pools.js';
import { MetricsEndpoint } from '../metrics/endpoint/metrics-endpoint.js';
import { MetricCatalogue } from '../metrics/metric-catalogue.js';
import { MetricsObserver } from '../metrics/metrics.observer.js';
import { Metrics } from '../metrics/metrics.service.js';
import type { NamedRegistry } from '../metrics/otlp/otlp.push.js';
import { pushedNames } from '../metrics/otlp/pushed-names.js';
import { scrapedNames } from '../metrics/otlp/scraped-names.js';
import { MetricPushes } from '../metrics/push/metric-pushes.js';
import { startPushes } from '../metrics/push/start-pushes.js';
import { SeriesCap } from '../metrics/series/series-cap.js';
import { ValueReport } from '../metrics/value-report.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { CONNECTION_POOLS, OTLP_REGISTRY, RESOLVED_OPTIONS } from './tokens.js';
import { OwnResources } from '../metrics/runtime/own-resources.js';
import { REGISTRY_PROVIDERS } from './metric-registry.providers.js';

/** The registry, what fills it and where it is read. */
export const METRICS_PROVIDERS: Provider[] = [
  ...REGISTRY_PROVIDERS,
  {
    provide: MetricPushes,
    inject: [RESOLVED_OPTIONS, Registry, OTLP_REGISTRY, RegistrySource, Diagnostics, LifeCycle, Losses],
    useFactory: async (
      options: ResolvedOptions,
      registry: Registry,
      otlp: Registry | undefined,
      scraped: RegistrySource,
      { report }: Diagnostics,
      life: LifeCycle,
      losses: Losses,
    ): Promise<MetricPushes> => {
      const pushes = await startPushes(
        options,
        {
          registry,
          exposition: async () => (await scraped.registry()).metrics(),
          otlp: otlp === undefined ? [] : otlpRegistries(options, registry, otlp),
        },
        report,
      );
      losses.watch(() => lostMetrics(pushes));
      life.endsWith('metrics', 'the last push of metrics', (deadline) => pushes.end(deadline));
      return pushes;
    },
  },
  {
    provide: SeriesCap,
    inject: [RESOLVED_OPTIONS, Registry, Diagnostics],
    useFactory: ({ metrics }: ResolvedOptions, registry: Registry, { report }: Diagnostics) =>
      new SeriesCap(metrics.maxSeriesPerMetric, registry, report, metrics.prefix),
  },
  {
    provide: MetricsObserver,
    inject: [RESOLVED_OPTIONS, Registry, OTLP_REGISTRY, SeriesCap],
    useFactory: ({ metrics }: ResolvedOptions, registry: Registry, otlp: Registry | undefined, cap: SeriesCap) =>
      new MetricsObserver(
        registry,
        metricFamilies(metrics),
        cap,
        metrics.exemplars,
        metrics.buckets.durationSeconds,
        otlp && { registry: otlp, families: otlpFamilies(metrics) },
      ),
  },
  {
    provide: CONNECTION_POOLS,
    inject: [RESOLVED_OPTIONS, Registry, SeriesCap],
    useFactory: ({ metrics: { families, prefix } }: ResolvedOptions, registry: Registry, cap: SeriesCap) =>
      families.database ? new ConnectionPools(registry, prefix, cap) : undefined,
  },
  {
    provide: MetricCatalogue,
    inject: [Registry, SeriesCap, Diagnostics],
    useFactory: (registry: Registry, cap: SeriesCap, { report }: Diagnostics) =>
      new MetricCatalogue(registry, cap, new ValueReport(report)),
  },
  {
    provide: Metrics,
    inject: [Registry, MetricsObserver, SeriesCap, CONNECTION_POOLS, MetricCatalogue, Diagnostics],
    useFactory: (
      registry: Registry,
      observer: MetricsObserver,
      cap: SeriesCap,
      pool: ConnectionPools | undefined,
      catalogue: MetricCatalogue,
      { report }: Diagnostics,
    ) => new Metrics(registry, { observer, cap, catalogue, report, ...(pool === undefined ? {} : { pool }) }),
  },
  {
    provide: MetricsEndpoint,
    inject: [RESOLVED_OPTIONS, RegistrySource, OwnResources, ModuleRef, Diagnostics, LifeCycle],
    useFactory: (
      { metrics }: ResolvedOptions,
      source: RegistrySource,
      own: OwnResources,
      modules: ModuleRef,
      { report }: Diagnostics,
      life: LifeCycle,
    ): MetricsEndpoint => {
      // The default registry is where nestjs-prometheus, and other users of prom-client, have their metrics.
      const registries = [() => source.registry(), defaultRegistry];
      const endpoint = new MetricsEndpoint(metrics.endpoint, registries, modules, report, own);
      life.endsWith('metrics', 'the metrics endpoint', (deadline) => endpoint.end(deadline));
      return endpoint;
    },
  },
];

function otlpRegistries({ metrics }: ResolvedOptions, scraped: Registry, otlp: Registry): NamedRegistry[] {
  return [
    { registry: scraped, names: scrapedNames(metrics.prefix, metricFamilies(metrics)) },
    { registry: otlp, names: pushedNames() },
  ];
}

function lostMetrics(pushes: MetricPushes): Loss[] {
  return [
    ...pushes.missing().map(({ target, address, pushes: count }) => ({ what: 'metrics push', count, target, address })),
    ...pushes.rejected().map(({ target, points: count }) => ({ what: 'data point', count, target })),
  ];
}
