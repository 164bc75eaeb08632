import type { Context } from '@opentelemetry/api';
import { UnitOfWork } from '../../../observation/index.js';

/** Commands that drivers send by themselves: to open a connection, to keep it, to find their servers, to close it. */
const HOUSEKEEPING: ReadonlySet<string> = new Set([
  'ASKING',
  'AUTH',
  'CLIENT',
  'CLUSTER',
  'COMMAND',
  'HELLO',
  'INFO',
  'PING',
  'QUIT',
  'READONLY',
  'ROLE',
  'SELECT',
  'SENTINEL',
]);

/** Messages, and no work of a cache: Nest's Redis transport and other senders report those as messages. */
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

/** Commands with which a worker of a queue waits for its next job, and scripts with which it asks for one. */
const QUEUES: ReadonlySet<string> = new Set([
  'BLMOVE',
  'BLMPOP',
  'BLPOP',
  'BRPOP',
  'BRPOPLPUSH',
  'BZMPOP',
  'BZPOPMAX',
  'BZPOPMIN',
  'EVAL',
  'EVALSHA',
  'FCALL',
  'WAIT',
  'XREAD',
  'XREADGROUP',
]);

/**
 * True for Pub/Sub commands, for commands that the driver sends by itself, and for what an idle queue sends: those of the
 * last two kinds outside a unit of work only.
 */
export function isHousekeeping(command: string, isConnected: boolean, context: Context): boolean {
  if (MESSAGING.has(command)) return true;
  if (QUEUES.has(command)) return UnitOfWork.of(context) === undefined;
  return HOUSEKEEPING.has(command) && (!isConnected || UnitOfWork.of(context) === undefined);
}
