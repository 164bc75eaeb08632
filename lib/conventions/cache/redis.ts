import { types } from 'node:util';
import type { Attributes } from '@opentelemetry/api';
import { ATTR_DB_RESPONSE_STATUS_CODE, ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Result } from '../../observation/index.js';
import { ATTR_CACHE_VALUE_SIZE } from '../attributes.js';
import { errorType } from '../error-type.js';
import { GIVEN_UP, isGivenUp } from '../given-up.js';
import { foundFacts } from './cache-lookup.js';
import { isError } from '../errors/is-error.js';

/** Commands whose reply is a value, or null for a miss. */
const LOOKUPS: ReadonlySet<string> = new Set(['GET', 'GETEX', 'GETDEL', 'HGET']);
/** Commands whose reply is a list of values, with null for each miss. */
const LOOKUPS_OF_MANY: ReadonlySet<string> = new Set(['MGET', 'HMGET']);
/** Commands whose reply is the number of keys found. */
const COUNTS: ReadonlySet<string> = new Set(['EXISTS', 'HEXISTS']);
/** The position of the argument with the written value. */
const VALUE_AT: Readonly<Record<string, number>> = { SET: 1, SETNX: 1, GETSET: 1, APPEND: 1, SETEX: 2, PSETEX: 2 };

/** The facts of a reply: hit or miss, and the size of the value that was read or written. */
export function redisReply(command: string, argumentCount: number, reply: unknown, written?: unknown): Result {
  const facts: Attributes = {};
  if (LOOKUPS.has(command)) {
    Object.assign(facts, foundFacts(isThere(reply) ? 1 : 0, 1));
    addSize(facts, reply);
  } else if (LOOKUPS_OF_MANY.has(command) && Array.isArray(reply)) {
    Object.assign(facts, foundFacts(reply.filter(isThere).length, reply.length));
  } else if (COUNTS.has(command)) {
    Object.assign(facts, foundFacts(Number(reply), command === 'EXISTS' ? argumentCount : 1));
  } else {
    addSize(facts, written);
  }
  return { failed: false, facts };
}

/** The value that a command writes, if it writes only one. */
export function writtenValue(command: string, args: readonly unknown[]): unknown {
  const at = VALUE_AT[command];
  return at === undefined ? undefined : args[at];
}

/**
 * The result of a failed command, with the server's error word, such as `WRONGTYPE`. An unknown script is no failure:
 * the driver sends the script next.
 */
export function redisFailure(command: string, error: unknown): Result {
  if (isGivenUp(error)) return GIVEN_UP;
  const code = replyCode(error);
  if (command === 'EVALSHA' && code === 'NOSCRIPT') {
    return { failed: false, facts: { [ATTR_DB_RESPONSE_STATUS_CODE]: code } };
  }
  if (code === undefined) return { failed: true, error, facts: { [ATTR_ERROR_TYPE]: errorType(error) } };
  return { failed: true, error, facts: { [ATTR_ERROR_TYPE]: code, [ATTR_DB_RESPONSE_STATUS_CODE]: code } };
}

/** Error replies begin with an upper-case word. Errors of the drivers do not. */
const REPLY_CODE = /^([A-Z][A-Z_]{2,30}) /;

function replyCode(error: unknown): string | undefined {
  if (!isError(error)) return undefined;
  return REPLY_CODE.exec(error.message)?.[1];
}

function addSize(facts: Attributes, value: unknown): void {
  if (typeof value === 'string') facts[ATTR_CACHE_VALUE_SIZE] = Buffer.byteLength(value);
  else if (types.isUint8Array(value)) facts[ATTR_CACHE_VALUE_SIZE] = value.byteLength;
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined;
}
