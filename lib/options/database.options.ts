import type { Given, Resolved } from './description.js';
import { anyOf } from './checks/check.js';
import { byName } from './checks/objects.js';
import { boolean, count, isFalse } from './checks/scalars.js';
import { group, option } from './option.js';

/** Database drivers that are observed without decorators. */
export const DATABASE_DRIVERS = ['pg', 'mysql2', 'mongodb', 'betterSqlite3', 'nodeSqlite'] as const;
export type DatabaseDriver = (typeof DATABASE_DRIVERS)[number];

const SHAPE = {
  /**
   * False switches a driver off; true insists on it, and the application does not start without its package. Default:
   * those that package.json declares, or that are loaded already.
   */
  drivers: option(byName(DATABASE_DRIVERS, boolean()), {}),
  /** Record the text of queries, without literals. Default true. */
  queryText: option(boolean(), true),
  /** A longer text is cut off. Default 2048. */
  maxQueryTextBytes: option(count(), 2_048),
  /**
   * More than this number of queries with the same summary below one span become one span, with their count and total
   * and the slowest three. Errors always keep a span of their own. False keeps every span. Default 20.
   */
  collapseRepeatedAfter: option(
    anyOf('It is a number of queries that may have spans of their own.', count(), isFalse()),
    20,
  ),
};

/** How queries are described. */
export interface DatabaseOptions extends Given<typeof SHAPE> {}
export interface ResolvedDatabase extends Resolved<typeof SHAPE> {}
export const DATABASE = group<typeof SHAPE, DatabaseOptions>(SHAPE);
