import { type Conclude, concludeByThrow, type Operation, type Outcome } from '../../observation/index.js';
import {
  ATTR_CACHE_HIT,
  ATTR_CACHE_HIT_COUNT,
  ATTR_CACHE_KEY,
  ATTR_CACHE_MISS_COUNT,
  ATTR_CACHE_OPERATION_NAME,
  ATTR_CACHE_OPERATION_RESULT,
  ATTR_CACHE_SYSTEM_NAME,
} from '../attributes.js';
import type { LogEvent } from '../logs/log-event.js';
import { DURATION_BUCKETS, fact, type MetricFamily } from '../metrics/metric-family.js';

export interface CacheAccess {
  /** `memory`, `redis`, … */
  readonly system: string;
  /** `get`, `set`, `delete`, … */
  readonly operation: string;
}

/** A cache operation's name and labels. Keep it for as long as operations of this description are made. */
export function cacheOperation(access: CacheAccess): Operation {
  return {
    kind: 'cache',
    name: `cache ${access.operation}`,
    labels: { [ATTR_CACHE_SYSTEM_NAME]: access.system, [ATTR_CACHE_OPERATION_NAME]: access.operation },
    attributes: {},
  };
}

/** Operations that look something up, and so either hit or miss. */
export function isLookup(operation: string): boolean {
  return operation === 'get' || operation === 'mget' || operation === 'has';
}

/** A cache's own word for «nothing there»: null or undefined, and false for an existence check. */
export function isHit(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Adds hit or miss, decided by `hit`, to a lookup that did not fail. */
export function concludeLookup(hit: (value: unknown) => boolean): Conclude {
  return (settlement) =>
    settlement.as === 'returned'
      ? { failed: false, facts: { [ATTR_CACHE_HIT]: hit(settlement.value) } }
      : concludeByThrow(settlement);
}

export const CACHE_METRICS: MetricFamily = {
  kind: 'cache',
  labels: {
    cache_type: { attribute: ATTR_CACHE_SYSTEM_NAME, otherwise: 'unknown' },
    operation: { attribute: ATTR_CACHE_OPERATION_NAME, otherwise: 'unknown' },
  },
  resultLabels: { result: resultLabel },
  counters: [
    {
      name: 'cache_hits_total',
      help: 'Total number of cache hits',
      amount: (outcome) => keysOf(outcome, ATTR_CACHE_HIT_COUNT, true),
    },
    {
      name: 'cache_misses_total',
      help: 'Total number of cache misses',
      amount: (outcome) => keysOf(outcome, ATTR_CACHE_MISS_COUNT, false),
    },
  ],
  duration: {
    name: 'cache_operation_duration_seconds',
    help: 'Cache operation duration in seconds',
    buckets: DURATION_BUCKETS,
  },
  semconv: {
    duration: 'cache.operation.duration',
    counters: { cache_hits_total: 'cache.hits', cache_misses_total: 'cache.misses' },
    results: { result: { attribute: ATTR_CACHE_OPERATION_RESULT } },
  },
};

/** The log event of a finished cache operation. */
export function cacheEvent({ labels, attributes }: Operation, outcome: Outcome): LogEvent {
  return {
    level: outcome.failed ? 'error' : 'info',
    message: `Cache operation ${outcome.failed ? 'failed' : 'completed'}`,
    fields: {
      event: 'cache_operation',
      operation: labels[ATTR_CACHE_OPERATION_NAME],
      cache_type: labels[ATTR_CACHE_SYSTEM_NAME],
      key: attributes[ATTR_CACHE_KEY],
      duration_ms: outcome.durationMs,
      hit: fact(outcome, ATTR_CACHE_HIT),
    },
    error: outcome.error,
  };
}

/** Hits or misses of one operation: a lookup of several keys has several. */
function keysOf(outcome: Outcome, count: string, hit: boolean): number {
  const counted = fact(outcome, count);
  if (typeof counted === 'number') return counted;
  return fact(outcome, ATTR_CACHE_HIT) === hit ? 1 : 0;
}

function resultLabel(outcome: Outcome): string {
  if (outcome.failed) return 'error';
  const hit = fact(outcome, ATTR_CACHE_HIT);
  if (hit === undefined) return 'success';
  return hit === true ? 'hit' : 'miss';
}
