import type { FactoryProvider, InjectionToken, OptionalFactoryDependency } from '@nestjs/common';
import { MetricCatalogue, type Shared } from '../metrics/metric-catalogue.js';
import type { ValueReport } from '../metrics/value-report.js';
import { TelemetryError } from '../telemetry.errors.js';
import { getToken } from './inject-metric.decorator.js';

/** The providers whose instances `collect` receives. */
export type MetricProviderInject = Array<InjectionToken | OptionalFactoryDependency>;

/** Options for a callback that sets the metric at each scrape. */
export interface MetricProviderInjectable<T> {
  inject?: MetricProviderInject;
  /** `this` is the metric. The arguments are the instances of `inject`. */
  // oxlint-disable-next-line typescript/no-explicit-any
  collect?: (this: T, ...args: any[]) => void | Promise<void>;
}

type Collect = (this: unknown, ...args: unknown[]) => void | Promise<void>;

/** A configuration of prom-client, of any type of metric. */
interface Configuration {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  readonly enableExemplars?: boolean;
  readonly inject?: MetricProviderInject;
  readonly collect?: (this: never, ...args: never[]) => void | Promise<void>;
}

interface MetricKind<Given extends Configuration> {
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  bounds?(given: Given): readonly number[] | undefined;
  create(configuration: Given & Shared<string>): object;
}

/**
 * The provider of one metric in telemetry's registry.
 *
 * @throws TelemetryError if the metric is to have exemplars.
 */
export function metricProvider<Given extends Configuration>(
  kind: MetricKind<Given>,
  configuration: Given,
): FactoryProvider {
  const { inject = [], collect, ...own } = configuration;
  const { name, help, labelNames: labels } = own;
  if (own.enableExemplars === true) throw exemplarsRefused(name);
  return {
    provide: getToken(name),
    inject: [{ token: MetricCatalogue, optional: true }, ...inject],
    useFactory: (catalogue: MetricCatalogue | undefined, ...injected: unknown[]) => {
      if (catalogue === undefined) throw telemetryMissing(name);
      const asked = { type: kind.type, name, help, labels, bounds: kind.bounds?.(configuration) };
      const collecting =
        collect === undefined ? {} : { collect: guarded(collect as Collect, injected, name, catalogue.values) };
      return catalogue.obtain<string, object>(asked, (shared) =>
        kind.create({ ...own, ...collecting, ...shared } as unknown as Given & Shared<string>),
      );
    },
  };
}

/** A failed callback is reported. The other metrics of the scrape are complete. */
function guarded(collect: Collect, injected: readonly unknown[], name: string, values: ValueReport): Collect {
  return async function (this: unknown) {
    try {
      await collect.call(this, ...injected);
    } catch (error) {
      values.notCollected(name, error);
    }
  };
}

function exemplarsRefused(name: string): TelemetryError {
  return new TelemetryError(
    'INVALID_OPTION',
    `The metric ${name} asks for exemplars.`,
    'Metrics of the application have no exemplars of their own.',
    'Remove enableExemplars and exemplarLabels, and call inc() or observe() with labels and value.',
  );
}

function telemetryMissing(name: string): TelemetryError {
  return new TelemetryError(
    'MODULE_MISSING',
    `The metric ${name} has no registry.`,
    'TelemetryModule is not part of this application.',
    'Import TelemetryModule.forRoot() in the root module. In a test, provide getToken(name) with your own object.',
  );
}
