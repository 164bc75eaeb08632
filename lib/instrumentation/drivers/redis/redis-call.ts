import { type Context, context as contextApi, trace } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { ATTR_DB_OPERATION_BATCH_SIZE } from '@opentelemetry/semantic-conventions';
import { withForeignSpan } from '../../../context/foreign-span.js';
import { ATTR_CACHE_KEY } from '../../../conventions/attributes.js';
import type { RedisDescriptions } from '../../../conventions/cache/redis-descriptions.js';
import { withAttributes } from '../../../conventions/with-attributes.js';
import { describeKey } from '../../../described/cache-key.js';
import type { Observation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';
import { hasForeignBatchSpans } from './foreign-batches.js';
import { isHousekeeping } from './housekeeping.js';
import { keyArgument } from './key-argument.js';

/** What node-redis publishes of a command or batch. */
export interface RedisCall {
  readonly command?: string;
  /** The command's name and its arguments; values are question marks. */
  readonly args?: readonly string[];
  readonly database?: number;
  readonly serverAddress?: string;
  readonly serverPort?: number;
  readonly batchMode?: string;
  readonly batchSize?: number;
  readonly result?: unknown;
  readonly error?: unknown;
}

export function beginCommand(
  application: ObservedApplication,
  descriptions: RedisDescriptions,
  call: RedisCall,
): Observation | undefined {
  const context = contextApi.active();
  const name = descriptions.commandName(call.command ?? '');
  if (isTracingSuppressed(context) || isHousekeeping(name, true, context)) return undefined;
  const operation = descriptions.operation(name, serverOf(call));
  const { keys } = application.options.cache;
  const key = keys === 'none' ? undefined : keyArgument(name, call.args ?? []);
  const parent = withForeignSpan(
    context,
    call.batchMode === undefined ? isInRedisSpan(context) : hasForeignBatchSpans(),
  );
  if (key === undefined) return application.telemetry.begin(operation, parent);
  const described = { [ATTR_CACHE_KEY]: describeKey(key, keys, application.report) };
  return application.telemetry.begin(withAttributes(operation, described), parent);
}

/** A transaction is one call; of a pipeline, each command is. */
export function beginBatch(
  application: ObservedApplication,
  descriptions: RedisDescriptions,
  call: RedisCall,
): Observation | undefined {
  const context = contextApi.active();
  if (call.batchMode !== 'MULTI' || isTracingSuppressed(context)) return undefined;
  const operation = descriptions.operation('MULTI', serverOf(call));
  const described = withAttributes(operation, { [ATTR_DB_OPERATION_BATCH_SIZE]: call.batchSize });
  return application.telemetry.begin(described, withForeignSpan(context, hasForeignBatchSpans()));
}

function serverOf({ serverAddress, serverPort, database }: RedisCall) {
  return { address: serverAddress, port: serverPort, index: database ?? 0 };
}

/** The official instrumentation makes its span of a command the current one. */
function isInRedisSpan(context: Context): boolean {
  const { attributes } = (trace.getSpan(context) ?? {}) as { attributes?: Readonly<Record<string, unknown>> };
  const system = attributes?.['db.system.name'] ?? attributes?.['db.system'];
  return system === 'redis';
}
