import { NO_FACTS, type Result } from '../../observation/index.js';
import { redisFailure } from './redis.js';
import { isError } from '../errors/is-error.js';

const DONE: Result = { failed: false, facts: NO_FACTS };

/**
 * The outcome of a transaction, from the replies to its commands. The first command that Redis queued but could not run
 * makes it fail. A transaction that WATCH aborted has no replies; it is no failure.
 */
export function redisTransaction(command: string, replies: unknown): Result {
  const error: unknown = Array.isArray(replies) ? replies.find(isError) : undefined;
  return error === undefined ? DONE : redisFailure(command, error);
}
