import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_SYSTEM_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import type { Labels, Operation, OperationAttributes } from '../../observation/index.js';
import { ATTR_CACHE_OPERATION_NAME, ATTR_CACHE_SYSTEM_NAME } from '../attributes.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import { CACHE } from './cache.kind.js';

/** The server and database of a Redis connection. */
export interface RedisServer {
  /** A host name, an address, or the path of a socket. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  /** The database number. */
  readonly index?: number | undefined;
}

/** The operation names that other caches use. For all other commands, the operation is the command in lower case. */
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

const NAME = /^[A-Za-z][\w.]{0,31}$/;
const OTHER = '_OTHER';
/** Bounds the cache: modules add commands, and callers may send invalid names. */
const MAX_COMMANDS = 500;
const MAX_SERVERS = 100;

type RedisOperation = Operation<typeof CACHE.kind>;

interface ServedOperation {
  readonly server: RedisServer;
  readonly operation: RedisOperation;
}

/**
 * Describes the Redis commands of one driver. Create one instance and reuse it.
 *
 * Source: semantic conventions 1.45, Redis client spans: the span's name is the command.
 */
export class RedisDescriptions {
  private readonly names = new RecentValues<string>(MAX_COMMANDS);
  private readonly labels = new RecentValues<Labels>(MAX_COMMANDS);
  /** Per command, one entry for each server. The lists are short: comparing servers is cheaper than building a key. */
  private readonly operations = new RecentValues<ServedOperation[]>(MAX_COMMANDS);

  /** The recorded name of a command: upper case, or `_OTHER` for a text that cannot be a command. */
  commandName(name: string): string {
    let known = this.names.get(name);
    if (known === undefined) {
      if (!NAME.test(name)) return OTHER;
      known = name.toUpperCase();
      this.names.set(name, known);
    }
    return known;
  }

  /** One command: a cache operation, and a database client call in semantic conventions. */
  operation(command: string, server: RedisServer): RedisOperation {
    const served = this.operations.of(command, none);
    for (const known of served) if (isSame(known.server, server)) return known.operation;
    const labels = this.labelsOf(command);
    const operation = { kind: CACHE.kind, name: command, labels, attributes: attributesOf(command, server) };
    if (served.length >= MAX_SERVERS) served.shift();
    served.push({ server, operation });
    return operation;
  }

  // Cached per command and not per server: metrics have no server label.
  private labelsOf(command: string): Labels {
    return this.labels.of(command, () => ({
      [ATTR_CACHE_SYSTEM_NAME]: 'redis',
      [ATTR_CACHE_OPERATION_NAME]: OPERATION_NAMES[command] ?? command.toLowerCase(),
    }));
  }
}

function none(): ServedOperation[] {
  return [];
}

function isSame(one: RedisServer, other: RedisServer): boolean {
  return one.address === other.address && one.port === other.port && one.index === other.index;
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
