import type { Operation, Telemetry } from '../observation/index.js';
import { QueryDescriptions, type QueryTextOptions } from '../conventions/database/query-description.js';
import { MessagingOperations } from '../conventions/messaging/messaging-operations.js';
import { RecentValues } from '../conventions/recent-values.js';
import type { RecordedKeys } from './cache-key.js';

export interface DescriptionOptions {
  readonly database: QueryTextOptions;
  readonly cache: { readonly keys: RecordedKeys };
}

const DEFAULTS: DescriptionOptions = {
  database: { queryText: true, maxQueryTextBytes: 2_048 },
  cache: { keys: 'none' },
};
/** Databases, and descriptions without a text, that are kept: twice as many at most. */
const KEPT_DATABASES = 50;
const KEPT_OPERATIONS = 500;

/** How the calls that one application describes itself are described, and what is kept of their descriptions. */
export class DescriptionSettings {
  readonly messages = new MessagingOperations();
  private readonly databases = new RecentValues<QueryDescriptions>(KEPT_DATABASES);
  private readonly operations = new RecentValues<Operation>(KEPT_OPERATIONS);

  constructor(readonly options: DescriptionOptions = DEFAULTS) {}

  /** The descriptions of one database's queries. */
  queries(system: string, namespace: string | undefined): QueryDescriptions {
    const key = namespace === undefined ? system : `${system}\n${namespace}`;
    let queries = this.databases.get(key);
    if (queries === undefined) {
      queries = new QueryDescriptions({ system, namespace, ...this.options.database });
      this.databases.set(key, queries);
    }
    return queries;
  }

  /** The same operation for the same key, since observers know labels by identity. */
  kept(key: string, make: () => Operation): Operation {
    let operation = this.operations.get(key);
    if (operation === undefined) {
      operation = make();
      this.operations.set(key, operation);
    }
    return operation;
  }
}

const SETTINGS = Symbol.for('nestjs-telemetry:description-settings');

/** Says how an application wants its calls to be described. */
export function describeWith(telemetry: Telemetry, options: DescriptionOptions): void {
  telemetry.extend(SETTINGS, new DescriptionSettings(options));
}

export function settingsOf(telemetry: Telemetry): DescriptionSettings {
  return telemetry.extension<DescriptionSettings>(SETTINGS) ?? telemetry.extend(SETTINGS, new DescriptionSettings());
}
