import { context as contextApi } from '@opentelemetry/api';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { databaseResult } from '../../../conventions/database/database.js';
import { QueryDescriptions } from '../../../conventions/database/query-description.js';
import type { Observation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { SharedPatch } from '../../shared-patch.js';
import { isHousekeeping } from '../sql/session-commands.js';
import { argumentCount } from './argument-count.js';
import { followRows } from './follow-rows.js';
import { failedSqlite } from './failed-sqlite.js';

/** How many rows a call has returned; undefined where it is of a kind that returns none. */
export type CountRows = (returned: unknown) => number | undefined;

/** What is asked, of whom. */
export interface SqliteQuery {
  /** The connection or statement. */
  readonly self: unknown;
  readonly text: unknown;
  readonly parameters?: readonly unknown[];
  readonly observedElsewhere: () => boolean;
}

/** Observes queries that are answered within the call: nothing is below them, and no context is handed down. */
export class SqliteQueries {
  private readonly descriptions = new WeakMap<ObservedApplication, QueryDescriptions>();

  constructor(private readonly patch: SharedPatch) {}

  observe<T>(query: SqliteQuery, run: () => T, rows: CountRows): T {
    const observation = this.begin(query);
    if (observation === undefined) return run();
    let returned: T;
    try {
      returned = run();
    } catch (error) {
      observation.end(failedSqlite(error));
      throw error;
    }
    observation.end(databaseResult({ returnedRows: rows(returned) }));
    return returned;
  }

  /** For a query whose rows are read one by one, until they are exhausted or the reader stops. */
  observeRows(query: SqliteQuery, run: () => unknown): unknown {
    const observation = this.begin(query);
    if (observation === undefined) return run();
    try {
      return followRows(run() as Iterator<unknown>, observation);
    } catch (error) {
      observation.end(failedSqlite(error));
      throw error;
    }
  }

  /** Preparing a statement is no query; that SQLite does not understand it is worth telling. */
  observeFailure(query: SqliteQuery, run: () => unknown): unknown {
    try {
      return run();
    } catch (error) {
      this.begin(query)?.end(failedSqlite(error));
      throw error;
    }
  }

  private begin({ self, text, parameters, observedElsewhere }: SqliteQuery): Observation | undefined {
    const application = typeof text === 'string' ? this.patch.application(self) : undefined;
    if (application === undefined) return undefined;
    try {
      const count = parameters === undefined ? undefined : argumentCount(parameters);
      const caller = contextApi.active();
      const operation = this.described(application).operation(text as string, count);
      if (isHousekeeping(operation, caller)) return undefined;
      return application.telemetry.begin(operation, withForeignSpan(caller, observedElsewhere()));
    } catch (error) {
      application.report('A query could not be observed', error);
      return undefined;
    }
  }

  private described(application: ObservedApplication): QueryDescriptions {
    let descriptions = this.descriptions.get(application);
    if (descriptions === undefined) {
      const { queryText, maxQueryTextBytes } = application.options.database;
      descriptions = new QueryDescriptions({ system: 'sqlite', queryText, maxQueryTextBytes });
      this.descriptions.set(application, descriptions);
    }
    return descriptions;
  }
}
