import { NODE_SQLITE_INTERNALS, type NodeSqliteMember } from './node-sqlite.internals.js';
import { driverInstrumentation } from '../driver-instrumentation.js';
import type { NodeSqlite } from './node-sqlite.types.js';

/** Observes SQLite through `node:sqlite`. */
export const instrumentNodeSqlite = driverInstrumentation<NodeSqlite, NodeSqliteMember>({
  internals: NODE_SQLITE_INTERNALS,
  wanted: ({ database }) => database.drivers.nodeSqlite,
  isLoaded: isSqliteLoaded,
  load: async () => (await import('node:sqlite')) as unknown as NodeSqlite,
  loadPatch: async () => (await import('./patch-node-sqlite.js')).patchNodeSqlite,
});

/** Node tells nowhere else which of its modules are loaded, and loading this one may print a warning. */
function isSqliteLoaded(): boolean {
  const { moduleLoadList } = process as { readonly moduleLoadList?: readonly string[] };
  return moduleLoadList?.includes('NativeModule sqlite') === true;
}
