/** Database drivers that are observed without decorators. */
export const DATABASE_DRIVERS = ['pg', 'mysql2', 'mongodb', 'betterSqlite3', 'nodeSqlite'] as const;
export type DatabaseDriver = (typeof DATABASE_DRIVERS)[number];

/** How queries are described. */
export interface DatabaseOptions {
  /**
   * False switches a driver off; true insists on it, and the application does not start without its package. Default:
   * those that package.json declares, or that are loaded already.
   */
  readonly drivers?: Readonly<Partial<Record<DatabaseDriver, boolean>>>;
  /** Record the text of queries, without literals. Default true. */
  readonly queryText?: boolean;
  /** A longer text is cut off. Default 2048. */
  readonly maxQueryTextBytes?: number;
  /**
   * More than this number of queries with the same summary below one span become one span, with their count and total
   * and the slowest three. Errors always keep a span of their own. False keeps every span. Default 20.
   */
  readonly collapseRepeatedAfter?: number | false;
}

export type ResolvedDatabase = Required<DatabaseOptions>;
