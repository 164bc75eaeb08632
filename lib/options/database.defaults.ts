import type { DatabaseOptions, ResolvedDatabase } from './database.options.js';

export function resolveDatabase(options: DatabaseOptions): ResolvedDatabase {
  const { drivers = {}, queryText = true, maxQueryTextBytes = 2_048, collapseRepeatedAfter = 20 } = options;
  return { drivers: { ...drivers }, queryText, maxQueryTextBytes, collapseRepeatedAfter };
}
