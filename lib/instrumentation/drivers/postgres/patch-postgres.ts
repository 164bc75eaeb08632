import type { PatchDriver } from '../driver.js';
import { ObservedQueries } from './observed-queries.js';
import type { PostgresMember } from './postgres.internals.js';
import type { PostgresModule } from './postgres.types.js';
import { queryClasses } from './query-classes.js';

export const patchPostgres: PatchDriver<Extract<PostgresModule, object>, PostgresMember> = (module, patch, library) => {
  const postgres = typeof module === 'function' ? module : module.default;
  const classes = postgres && queryClasses(postgres);
  const queries = classes && new ObservedQueries(classes, patch, library);
  return library.replace('Query#handle', classes?.query, queries?.handle ?? ((original) => original));
};
