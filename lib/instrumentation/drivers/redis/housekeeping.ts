import type { Context } from '@opentelemetry/api';
import { UnitOfWork } from '../../../observation/index.js';

/** What drivers send on their own account: to open a connection, to keep it, to find their servers. */
const HOUSEKEEPING: ReadonlySet<string> = new Set([
  'ASKING',
  'AUTH',
  'CLIENT',
  'CLUSTER',
  'COMMAND',
  'HELLO',
  'INFO',
  'PING',
  'READONLY',
  'ROLE',
  'SELECT',
  'SENTINEL',
]);

/** Whether a command is a driver's own affair: it is of that sort, and no work of the application's asked for it. */
export function isHousekeeping(command: string, isConnected: boolean, context: Context): boolean {
  return HOUSEKEEPING.has(command) && (!isConnected || UnitOfWork.of(context) === undefined);
}
