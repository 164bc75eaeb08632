import type { TelemetryOptions } from '../../../lib/index.js';
import { CACHE_DRIVERS } from '../../../lib/options/cache.options.js';
import { DATABASE_DRIVERS } from '../../../lib/options/database.options.js';
import { NO_EXPORTER, NO_STREAM } from '../sinks.js';
import type { Adapter } from './adapter.js';

/** What there is of telemetry around a call. */
export type Variant = 'plain' | 'unsampled trace' | 'sampled trace' | 'repeated and collapsed';

export function variantsOf({ collapses }: Adapter): readonly Variant[] {
  const always = ['plain', 'unsampled trace', 'sampled trace'] as const;
  return collapses === true ? [...always, 'repeated and collapsed'] : always;
}

/** The defaults, with spans and lines that go nowhere, and one instrumentation that is on. Undefined without telemetry. */
export function optionsOf(variant: Variant, { instrumentation }: Adapter): TelemetryOptions | undefined {
  if (variant === 'plain') return undefined;
  const collapseRepeatedAfter = variant === 'repeated and collapsed' ? 20 : false;
  return {
    tracing: { exporter: NO_EXPORTER, samplingRatio: variant === 'unsampled trace' ? 0 : 1 },
    metrics: { processMetrics: false },
    logging: { destination: NO_STREAM, format: 'json' },
    http: { outgoing: false },
    messaging: { outgoing: false, incoming: false, ...instrumentation.messaging },
    database: { collapseRepeatedAfter, drivers: { ...shut(DATABASE_DRIVERS), ...instrumentation.database?.drivers } },
    cache: { drivers: { ...shut(CACHE_DRIVERS), ...instrumentation.cache?.drivers } },
  };
}

function shut<Driver extends string>(drivers: readonly Driver[]): Partial<Record<Driver, boolean>> {
  return Object.fromEntries(drivers.map((driver) => [driver, false])) as Partial<Record<Driver, boolean>>;
}
