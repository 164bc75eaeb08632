import { SpanKind } from '@opentelemetry/api';
import type { Outcome } from '../../observation/index.js';
import {
  ATTR_CACHE_HIT,
  ATTR_CACHE_HIT_COUNT,
  ATTR_CACHE_KEY,
  ATTR_CACHE_MISS_COUNT,
  ATTR_CACHE_OPERATION_NAME,
  ATTR_CACHE_OPERATION_RESULT,
  ATTR_CACHE_SYSTEM_NAME,
} from '../attributes.js';
import type { CallKind } from '../call-kind.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import { DURATION_BUCKETS, fact, type FamilyMetrics } from '../metrics/metric-family.js';
import { OTLP_DURATION_BUCKETS, type OtlpFamily } from '../metrics/otlp-family.js';

const PROMETHEUS: FamilyMetrics = {
  labels: {
    cache_type: { attribute: ATTR_CACHE_SYSTEM_NAME, otherwise: 'unknown' },
    operation: { attribute: ATTR_CACHE_OPERATION_NAME, otherwise: 'unknown' },
  },
  resultLabels: { result: resultOf },
  counters: [
    { name: 'cache_hits_total', help: 'Total number of cache hits', amount: hitsOf },
    { name: 'cache_misses_total', help: 'Total number of cache misses', amount: missesOf },
  ],
  duration: {
    name: 'cache_operation_duration_seconds',
    help: 'Cache operation duration in seconds',
    buckets: DURATION_BUCKETS,
  },
};

// No convention covers caches.
const OTLP: OtlpFamily = {
  attributes: [ATTR_CACHE_SYSTEM_NAME, ATTR_CACHE_OPERATION_NAME],
  results: { [ATTR_CACHE_OPERATION_RESULT]: resultOf },
  counters: [
    { name: 'nestjs.cache.hits', unit: '{key}', help: 'Number of cache hits', amount: hitsOf },
    { name: 'nestjs.cache.misses', unit: '{key}', help: 'Number of cache misses', amount: missesOf },
  ],
  duration: {
    name: 'nestjs.cache.operation.duration',
    help: 'Duration of cache operations',
    buckets: OTLP_DURATION_BUCKETS,
  },
};

function hitsOf(outcome: Outcome): number {
  return keysOf(outcome, ATTR_CACHE_HIT_COUNT, true);
}

function missesOf(outcome: Outcome): number {
  return keysOf(outcome, ATTR_CACHE_MISS_COUNT, false);
}

/** Hits or misses of one operation. A lookup of several keys can have more than one. */
function keysOf(outcome: Outcome, count: string, hit: boolean): number {
  const counted = fact(outcome, count);
  if (typeof counted === 'number') return counted;
  return fact(outcome, ATTR_CACHE_HIT) === hit ? 1 : 0;
}

function resultOf(outcome: Outcome): string {
  if (outcome.failed) return 'error';
  const hit = fact(outcome, ATTR_CACHE_HIT);
  if (hit === undefined) return 'success';
  return hit === true ? 'hit' : 'miss';
}

const EVENT_ATTRIBUTES = {
  operation: ATTR_CACHE_OPERATION_NAME,
  cache_type: ATTR_CACHE_SYSTEM_NAME,
  key: ATTR_CACHE_KEY,
  hit: ATTR_CACHE_HIT,
};

const describe: DescribeEvent = ({ labels, attributes }, outcome) => ({
  message: `Cache operation ${outcome.failed ? 'failed' : 'completed'}`,
  fields: {
    event: 'cache_operation',
    operation: labels[ATTR_CACHE_OPERATION_NAME],
    cache_type: labels[ATTR_CACHE_SYSTEM_NAME],
    key: attributes[ATTR_CACHE_KEY],
    duration_ms: outcome.durationMs,
    hit: fact(outcome, ATTR_CACHE_HIT),
  },
});

/** A cache operation. */
export const CACHE = {
  kind: 'cache',
  spanKind: SpanKind.CLIENT,
  option: 'cache',
  metrics: { prometheus: PROMETHEUS, otlp: OTLP },
  event: { severities: EVENT_SEVERITIES, attributes: EVENT_ATTRIBUTES, describe },
} as const satisfies CallKind;
