import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What is patched of `node:sqlite`. */
export interface NodeSqlite {
  readonly DatabaseSync?: { readonly prototype: DatabaseSync };
  readonly StatementSync?: { readonly prototype: StatementSync };
}
