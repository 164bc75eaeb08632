import type { Context } from '@opentelemetry/api';
import { type Operation, UnitOfWork } from '../../../observation/index.js';

/** Statements that prepare a connection, and ask nothing of the database: pools, ORMs and drivers send them. */
const SESSION_COMMANDS: ReadonlySet<string> = new Set([
  'DEALLOCATE',
  'DISCARD',
  'LISTEN',
  'PRAGMA',
  'RESET',
  'SET',
  'UNLISTEN',
  'USE',
]);

/** True for a statement that prepares its connection outside a unit of work. A statement after it makes it a query. */
export function isHousekeeping({ name }: Operation, context: Context): boolean {
  return SESSION_COMMANDS.has(name) && UnitOfWork.of(context) === undefined;
}
