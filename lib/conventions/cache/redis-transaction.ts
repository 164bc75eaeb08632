import { NO_FACTS, type Result } from '../../observation/index.js';
import { redisFailure } from './redis.js';
import { isError } from '../errors/is-error.js';

const DONE: Result = { failed: false, facts: NO_FACTS };

/**
 * How a transaction ended, by the replies to its commands. It failed with the first command that Redis took and could not
 * run. One that a WATCH has given up has no replies, and is no failure.
 */
export function redisTransaction(command: string, replies: unknown): Result {
  const error: unknown = Array.isArray(replies) ? replies.find(isError) : undefined;
  return error === undefined ? DONE : redisFailure(command, error);
}
