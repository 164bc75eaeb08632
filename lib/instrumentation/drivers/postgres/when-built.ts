import type { PostgresQuery } from './postgres.types.js';

/** Calls `built` as soon as the driver has made the text and the parameters of a query. */
export function whenBuilt(query: PostgresQuery, built: (parameters: readonly unknown[]) => void): void {
  Object.defineProperty(query, 'parameters', {
    configurable: true,
    enumerable: true,
    get: () => undefined,
    set: (parameters: readonly unknown[]) => {
      Object.defineProperty(query, 'parameters', {
        value: parameters,
        configurable: true,
        enumerable: true,
        writable: true,
      });
      built(parameters);
    },
  });
}
