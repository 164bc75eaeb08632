import { type Context, context as contextApi } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { ATTR_CACHE_KEY } from '../../../conventions/attributes.js';
import { withAttributes } from '../../../conventions/with-attributes.js';
import { describeKey } from '../../../described/cache-key.js';
import { type Conclude, type Operation, sharedSymbol } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';

/** A call of a cache library in progress. */
export interface CacheCall {
  /** Told when a store below has found what was asked for. */
  readonly found?: () => void;
}

const CACHE_CALL = sharedSymbol('cache-call');
const PLAIN_CALL: CacheCall = {};

/** The cache call in progress, if any. What its stores do for it is part of this call, unless it goes over the network. */
export function cacheCallOf(context: Context): CacheCall | undefined {
  return context.getValue(CACHE_CALL) as CacheCall | undefined;
}

/** The context for the application's own code within a cache call. */
export function outsideCacheCall(context: Context): Context {
  return context.deleteValue(CACHE_CALL);
}

export type CachingApplication = Pick<ObservedApplication, 'telemetry' | 'options' | 'report' | 'states'>;

/** Runs one call of a cache library as a cache operation. */
export function runCacheCall<T>(
  application: CachingApplication,
  operation: Operation,
  key: unknown,
  fn: () => T,
  conclude?: Conclude,
  call = PLAIN_CALL,
): T {
  const { telemetry, options, report } = application;
  const context = contextApi.active();
  if (isTracingSuppressed(context)) return fn();
  const { keys } = options.cache;
  const described =
    keys === 'none' || typeof key !== 'string'
      ? operation
      : withAttributes(operation, { [ATTR_CACHE_KEY]: describeKey(key, keys, report) });
  return telemetry.run(described, fn, conclude, context.setValue(CACHE_CALL, call));
}
