import type { Operation, Telemetry } from '../observation/index.js';
import type { ResolvedCache } from '../options/cache.options.js';
import type { ResolvedDatabase } from '../options/database.options.js';
import { QueryDescriptions } from './database/query-description.js';
import { RecentValues } from '../life-cycle/recent-values.js';

export interface DescriptionOptions {
  readonly database: Pick<ResolvedDatabase, 'queryText' | 'maxQueryTextBytes'>;
  readonly cache: Pick<ResolvedCache, 'keys'>;
}

const DEFAULTS: DescriptionOptions = {
  database: { queryText: true, maxQueryTextBytes: 2_048 },
  cache: { keys: 'none' },
};
/** Databases that are kept: twice as many at most. */
const KEPT_DATABASES = 50;

/** How the calls that one application describes itself are described, and what is kept of their descriptions. */
export class DescriptionSettings {
  private readonly databases = new RecentValues<QueryDescriptions>(KEPT_DATABASES);
  private readonly operations = new RecentValues<Operation>();

  constructor(readonly options: DescriptionOptions = DEFAULTS) {}

  /** The descriptions of one database's queries. */
  queries(system: string, namespace: string | undefined): QueryDescriptions {
    const key = namespace === undefined ? system : `${system}\n${namespace}`;
    return this.databases.of(key, () => new QueryDescriptions({ system, namespace, ...this.options.database }));
  }

  /** The same operation for the same key, since observers know labels by identity. */
  kept(key: string, make: () => Operation): Operation {
    return this.operations.of(key, make);
  }
}

const SETTINGS = Symbol.for('nestjs-telemetry:description-settings');

// On globalThis, so that an ESM and a CommonJS copy of this package find the same settings.
function all(): WeakMap<Telemetry, DescriptionSettings> {
  const holder = globalThis as { [SETTINGS]?: WeakMap<Telemetry, DescriptionSettings> };
  return (holder[SETTINGS] ??= new WeakMap());
}

/** Says how an application wants its calls to be described. */
export function describeWith(telemetry: Telemetry, options: DescriptionOptions): void {
  all().set(telemetry, new DescriptionSettings(options));
}

export function settingsOf(telemetry: Telemetry): DescriptionSettings {
  let settings = all().get(telemetry);
  if (settings === undefined) {
    settings = new DescriptionSettings();
    all().set(telemetry, settings);
  }
  return settings;
}
