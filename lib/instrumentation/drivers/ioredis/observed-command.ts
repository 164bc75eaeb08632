import type { Context } from '@opentelemetry/api';
import { ATTR_CACHE_KEY } from '../../../conventions/attributes.js';
import { GIVEN_UP } from '../../../conventions/given-up.js';
import { redisFailure, redisReply, writtenValue } from '../../../conventions/cache/redis.js';
import type { RedisDescriptions } from '../../../conventions/cache/redis-descriptions.js';
import { withAttributes } from '../../../conventions/with-attributes.js';
import { describeKey } from '../../../described/cache-key.js';
import { NO_FACTS, type Operation, type Result } from '../../../observation/index.js';
import { redisTransaction } from '../../../conventions/cache/redis-transaction.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { ClosingClients } from './closing-clients.js';
import { OpenTransactions } from './open-transactions.js';

/** A command of ioredis, as far as it is looked at. */
export interface SentCommand {
  readonly name: string;
  readonly args: readonly unknown[];
  /** In a pipeline's transaction. */
  readonly inTransaction?: boolean;
  resolve(reply: unknown): unknown;
  reject(error: Error): unknown;
  getKeys(): readonly unknown[];
}

/** A client or cluster of ioredis, as far as it is looked at. */
export interface IoredisClient {
  readonly status?: string;
  readonly options?: { readonly host?: string; readonly port?: number; readonly path?: string; readonly db?: number };
  once?(event: 'connecting', listener: () => void): unknown;
  on?(event: 'close' | 'end', listener: () => void): unknown;
  /** Scripts that became methods. */
  readonly scriptsSet?: object;
  sendCommand?(...parameters: unknown[]): unknown;
  readonly condition?: { readonly select?: number } | null;
}

const transactions = new OpenTransactions();

/** Begins the observation of a command, which ends with its reply. */
export function observeCommand(
  application: ObservedApplication,
  descriptions: RedisDescriptions,
  client: IoredisClient,
  command: SentCommand,
  parent: Context,
  closing: ClosingClients,
): void {
  const name = descriptions.commandName(command.name);
  const queued = transactions.isQueued(name, client) || command.inTransaction === true;
  const observation = application.telemetry.begin(describe(application, descriptions, name, client, command), parent);
  const written = writtenValue(name, command.args);
  const { length } = command.args;
  // Not through its promise: a handler there would silence an unhandled rejection.
  const { resolve, reject } = command;
  command.resolve = function (reply) {
    if (name === 'EXEC') observation.end(redisTransaction(name, reply));
    else observation.end(queued ? SUCCESS : redisReply(name, length, reply, written));
    return resolve.call(this, reply);
  };
  command.reject = function (error) {
    if (name === 'MULTI') transactions.abandon(client);
    observation.end(closing.givesUp(client, error) ? GIVEN_UP : redisFailure(name, error));
    return reject.call(this, error);
  };
}

const SUCCESS: Result = { failed: false, facts: NO_FACTS };

function describe(
  { options, report }: ObservedApplication,
  descriptions: RedisDescriptions,
  name: string,
  client: IoredisClient,
  command: SentCommand,
): Operation {
  const { host, port, path, db } = client.options ?? {};
  const index = client.condition?.select ?? db;
  const operation = descriptions.operation(
    name,
    path === undefined ? { address: host, port, index } : { address: path, index },
  );
  const { keys } = options.cache;
  if (keys === 'none') return operation;
  const [key, ...others] = command.getKeys();
  if (key === undefined || others.length > 0) return operation;
  return withAttributes(operation, { [ATTR_CACHE_KEY]: describeKey(String(key), keys, report) });
}
