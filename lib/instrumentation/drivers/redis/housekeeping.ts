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

/** Messages, and no work of a cache: Nest's Redis transport, and whoever sends them, reports those as messages. */
const MESSAGING: ReadonlySet<string> = new Set([
  'PSUBSCRIBE',
  'PUBLISH',
  'PUNSUBSCRIBE',
  'SPUBLISH',
  'SSUBSCRIBE',
  'SUBSCRIBE',
  'SUNSUBSCRIBE',
  'UNSUBSCRIBE',
]);

/** Whether a command is none of the application's: a message, or a driver's own affair that no work of the application's asked for. */
export function isHousekeeping(command: string, isConnected: boolean, context: Context): boolean {
  if (MESSAGING.has(command)) return true;
  return HOUSEKEEPING.has(command) && (!isConnected || UnitOfWork.of(context) === undefined);
}
