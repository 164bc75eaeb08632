import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_RESPONSE_STATUS_CODE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, OperationAttributes, Result } from '../../observation/index.js';
import { ATTR_CACHE_OPERATION_NAME, ATTR_CACHE_SYSTEM_NAME, ATTR_CACHE_VALUE_SIZE } from '../attributes.js';
import { foundFacts } from './cache-lookup.js';
import { errorType } from '../error-type.js';
import { RecentValues } from '../../life-cycle/recent-values.js';

/** Where a Redis connection leads. */
export interface RedisServer {
  /** A host name or address, or the path of a socket. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  /** The number of the database. */
  readonly index?: number | undefined;
}

/** What other caches call the same. Every other command's operation is the command, in lower case. */
const OPERATION_NAMES: Readonly<Record<string, string>> = {
  DEL: 'delete',
  UNLINK: 'delete',
  EXISTS: 'has',
  FLUSHALL: 'clear',
  FLUSHDB: 'clear',
  GETEX: 'get',
  PSETEX: 'set',
  SETEX: 'set',
  SETNX: 'set',
};

/** Commands whose reply is a value, or null where there is none. */
const LOOKUPS: ReadonlySet<string> = new Set(['GET', 'GETEX', 'GETDEL', 'HGET']);
/** Commands whose reply is a list of values, with null for each that is not there. */
const LOOKUPS_OF_MANY: ReadonlySet<string> = new Set(['MGET', 'HMGET']);
/** Commands whose reply is the number of what was found. */
const COUNTS: ReadonlySet<string> = new Set(['EXISTS', 'HEXISTS']);
/** Which argument is the value that is written. */
const VALUE_AT: Readonly<Record<string, number>> = { SET: 1, SETNX: 1, GETSET: 1, APPEND: 1, SETEX: 2, PSETEX: 2 };

const NAME = /^[A-Za-z][\w.]{0,31}$/;
const OTHER = '_OTHER';
/** Modules add commands, and so may names that are none. */
const MAX_COMMANDS = 500;
const LABELS = new RecentValues<Labels>(MAX_COMMANDS);
/** Of each command, one for each server. They are few: to compare costs less than to put a key together. */
const OPERATIONS = new RecentValues<ServedOperation[]>(MAX_COMMANDS);
const MAX_SERVERS = 100;
const NAMES = new RecentValues<string>(MAX_COMMANDS);

interface ServedOperation {
  readonly server: RedisServer;
  readonly operation: Operation;
}

/** A command's name as it is recorded: upper case, and `_OTHER` for what cannot be one. */
export function redisCommandName(name: string): string {
  let known = NAMES.get(name);
  if (known === undefined) {
    if (!NAME.test(name)) return OTHER;
    known = name.toUpperCase();
    NAMES.set(name, known);
  }
  return known;
}

/**
 * One Redis command: a cache operation, and for semantic conventions a call of a database.
 *
 * Source: semantic conventions 1.45, Redis client spans: the span's name is the command.
 */
export function redisOperation(command: string, server: RedisServer): Operation {
  let served = OPERATIONS.get(command);
  if (served === undefined) {
    served = [];
    OPERATIONS.set(command, served);
  }
  for (const known of served) if (isSame(known.server, server)) return known.operation;
  const operation = {
    kind: 'cache',
    name: command,
    labels: labelsOf(command),
    attributes: attributesOf(command, server),
  };
  if (served.length >= MAX_SERVERS) served.shift();
  served.push({ server, operation });
  return operation;
}

function isSame(one: RedisServer, other: RedisServer): boolean {
  return one.address === other.address && one.port === other.port && one.index === other.index;
}

/** What a reply says: whether it was a hit, and how large the value is that was read or written. */
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

/** The value that a command writes, if it writes a single one. */
export function writtenValue(command: string, args: readonly unknown[]): unknown {
  const at = VALUE_AT[command];
  return at === undefined ? undefined : args[at];
}

/**
 * A command that failed, with the server's word for it, such as `WRONGTYPE`. A script that the server does not know yet
 * is no failure: the driver sends it then.
 */
export function redisFailure(command: string, error: unknown): Result {
  const code = replyCode(error);
  if (command === 'EVALSHA' && code === 'NOSCRIPT') {
    return { failed: false, facts: { [ATTR_DB_RESPONSE_STATUS_CODE]: code } };
  }
  if (code === undefined) return { failed: true, error, facts: { [ATTR_ERROR_TYPE]: errorType(error) } };
  return { failed: true, error, facts: { [ATTR_ERROR_TYPE]: code, [ATTR_DB_RESPONSE_STATUS_CODE]: code } };
}

/** Error replies begin with an upper-case word; errors of the drivers' own do not. */
const REPLY_CODE = /^([A-Z][A-Z_]{2,30}) /;

function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return REPLY_CODE.exec(error.message)?.[1];
}

function addSize(facts: Attributes, value: unknown): void {
  if (typeof value === 'string') facts[ATTR_CACHE_VALUE_SIZE] = Buffer.byteLength(value);
  else if (value instanceof Uint8Array) facts[ATTR_CACHE_VALUE_SIZE] = value.byteLength;
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined;
}

// Kept per command and not per server: metrics do not tell servers apart.
function labelsOf(command: string): Labels {
  let labels = LABELS.get(command);
  if (labels === undefined) {
    const operation = OPERATION_NAMES[command] ?? command.toLowerCase();
    labels = { [ATTR_CACHE_SYSTEM_NAME]: 'redis', [ATTR_CACHE_OPERATION_NAME]: operation };
    LABELS.set(command, labels);
  }
  return labels;
}

function attributesOf(command: string, { address, port, index }: RedisServer): OperationAttributes {
  return {
    [ATTR_DB_SYSTEM_NAME]: 'redis',
    [ATTR_DB_OPERATION_NAME]: command,
    ...(address === undefined ? {} : { [ATTR_SERVER_ADDRESS]: address }),
    ...(port === undefined ? {} : { [ATTR_SERVER_PORT]: port }),
    ...(index === undefined ? {} : { [ATTR_DB_NAMESPACE]: String(index) }),
  };
}
