import { QueryDescriptions, type QueryTextOptions } from '../conventions/database/query-description.js';
import { MessagingOperations } from '../conventions/messaging/messaging-operations.js';
import { RecentValues } from '../life-cycle/recent-values.js';
import { type Operation, sharedSymbol, type Telemetry } from '../observation/index.js';
import type { RecordedKeys } from './cache-key.js';

export interface DescriptionOptions {
  readonly database: QueryTextOptions;
  readonly cache: { readonly keys: RecordedKeys };
}

const DEFAULTS: DescriptionOptions = {
  database: { queryText: true, maxQueryTextBytes: 2_048 },
  cache: { keys: 'none' },
};
/** Databases in the cache; it holds at most twice as many. */
const KEPT_DATABASES = 50;

/** One application's settings for calls that it describes, and the cached descriptions. */
export class DescriptionSettings {
  readonly messages = new MessagingOperations();
  private readonly databases = new RecentValues<QueryDescriptions>(KEPT_DATABASES);
  private readonly operations = new RecentValues<Operation>();

  constructor(readonly options: DescriptionOptions = DEFAULTS) {}

  /** The descriptions of one database's queries. */
  queries(system: string, namespace: string | undefined): QueryDescriptions {
    const key = namespace === undefined ? system : `${system}\n${namespace}`;
    return this.databases.of(key, () => new QueryDescriptions({ system, namespace, ...this.options.database }));
  }

  /** Returns the same operation for the same key, because observers identify labels by reference. */
  kept(key: string, make: () => Operation): Operation {
    return this.operations.of(key, make);
  }
}

const SETTINGS = sharedSymbol('description-settings');

/** Sets how an application describes its calls. */
export function describeWith(telemetry: Telemetry, options: DescriptionOptions): void {
  telemetry.extend(SETTINGS, new DescriptionSettings(options));
}

export function settingsOf(telemetry: Telemetry): DescriptionSettings {
  return telemetry.extension<DescriptionSettings>(SETTINGS) ?? telemetry.extend(SETTINGS, new DescriptionSettings());
}
