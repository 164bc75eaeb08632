import { DATABASE_DRIVERS } from './database.options.js';
import { anyOf, boolean, count, isFalse, type Rules } from './rules.js';

export const DATABASE_RULES: Rules = {
  drivers: Object.fromEntries(DATABASE_DRIVERS.map((name) => [name, boolean()])),
  queryText: boolean(),
  maxQueryTextBytes: count(),
  collapseRepeatedAfter: anyOf('It is a number of queries that may have spans of their own.', count(), isFalse()),
};
