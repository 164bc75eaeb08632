import type { Given, Resolved } from './description.js';
import { anyOf } from './checks/check.js';
import { byName } from './checks/objects.js';
import { boolean, count, isFalse } from './checks/scalars.js';
import { group, option } from './option.js';

/** Database drivers that telemetry observes without decorators. */
export const DATABASE_DRIVERS = ['pg', 'postgres', 'mysql2', 'mongodb', 'betterSqlite3', 'nodeSqlite'] as const;
export type DatabaseDriver = (typeof DATABASE_DRIVERS)[number];

const SHAPE = {
  /**
   * `false` disables the instrumentation of a driver. `true` requires it: without the package, the application does not
   * start. Default: enabled for packages that package.json declares or that are already loaded.
   */
  drivers: option(byName(DATABASE_DRIVERS, boolean()), {}),
  /** Records the text of queries, without literals. Default true. */
  queryText: option(boolean(), true),
  /** Maximum length of a query text; a longer text is cut. Default 2048. */
  maxQueryTextBytes: option(count(), 2_048),
  /**
   * Merges repeated queries: if one span has more queries with the same summary than this number, they become one span.
   * That span has their count, their total duration and the slowest three. Failed queries always keep separate spans.
   * `false` keeps every span. Default 20.
   */
  collapseRepeatedAfter: option(
    anyOf('It is a number of queries that may have spans of their own.', count(), isFalse()),
    20,
  ),
};

/** How queries are recorded. */
export interface DatabaseOptions extends Given<typeof SHAPE> {}
export interface ResolvedDatabase extends Resolved<typeof SHAPE> {}
export const DATABASE = group<typeof SHAPE, DatabaseOptions>(SHAPE);
