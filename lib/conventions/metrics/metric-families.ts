import type { ResolvedMetrics } from '../../options/metrics.options.js';
import type { CallName } from '../../options/names.js';
import { BUSINESS_METRICS } from '../business/business.js';
import { CACHE_METRICS } from '../cache/cache.js';
import { DATABASE_METRICS } from '../database/database.js';
import { HTTP_CLIENT_METRICS } from '../http/http-client.js';
import { HTTP_SERVER_METRICS } from '../http/http.js';
import { MESSAGING_PROCESS_METRICS, MESSAGING_SEND_METRICS } from '../messaging/messaging.js';
import type { HistogramName, MetricFamily, MetricName } from './metric-family.js';
import { RPC_CLIENT_METRICS, RPC_SERVER_METRICS } from '../rpc/rpc.js';
import { SEMCONV_COUNTERS, SEMCONV_FAMILIES, SEMCONV_RESULTS } from './semconv-families.js';

/** The families with the names that Prometheus' users expect. */
export const METRIC_FAMILIES: readonly MetricFamily[] = [
  HTTP_SERVER_METRICS,
  HTTP_CLIENT_METRICS,
  RPC_SERVER_METRICS,
  RPC_CLIENT_METRICS,
  DATABASE_METRICS,
  CACHE_METRICS,
  BUSINESS_METRICS,
  MESSAGING_SEND_METRICS,
  MESSAGING_PROCESS_METRICS,
];

/** Under which name a kind is switched off. */
const FAMILY_NAMES: Readonly<Record<string, CallName>> = {
  'http.server': 'http',
  'http.client': 'outgoing',
  'rpc.server': 'rpc',
  'rpc.client': 'rpc',
  database: 'database',
  cache: 'cache',
  business: 'business',
  'messaging.send': 'messaging',
  'messaging.process': 'messaging',
};

/** The families as the options want them: which there are, under which names, with which buckets. */
export function metricFamilies(options: FamilyOptions): readonly MetricFamily[] {
  const { naming, families } = options;
  return METRIC_FAMILIES.filter(({ kind }) => families[FAMILY_NAMES[kind] as CallName]).map((standard) =>
    adapted(naming === 'semconv' ? (semconvFamily(standard) ?? standard) : standard, options),
  );
}

type FamilyOptions = Pick<ResolvedMetrics, 'naming' | 'families' | 'buckets' | 'prefix'>;

function adapted(family: MetricFamily, { prefix, buckets }: FamilyOptions): MetricFamily {
  const named = <N extends MetricName>(metric: N): N => ({ ...metric, name: prefix + metric.name });
  const bucketed = <H extends HistogramName>(metric: H, bounds: readonly number[] | undefined): H =>
    named(bounds === undefined ? metric : { ...metric, buckets: bounds });
  const { counters, duration, size, inFlight, semconv } = family;
  return {
    ...family,
    counters: counters.map(named),
    semconv: { ...semconv, counters: prefixed(prefix, semconv.counters) },
    duration: bucketed(duration, buckets.durationSeconds),
    ...(size === undefined ? {} : { size: bucketed(size, buckets.sizeBytes) }),
    ...(inFlight === undefined ? {} : { inFlight: named(inFlight) }),
  };
}

function semconvFamily({ kind, semconv }: MetricFamily): MetricFamily | undefined {
  const family = SEMCONV_FAMILIES.find((candidate) => candidate.kind === kind);
  return family && { ...family, semconv: { ...semconv, results: SEMCONV_RESULTS, counters: SEMCONV_COUNTERS } };
}

function prefixed(prefix: string, counters: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(counters).map(([name, meant]) => [prefix + name, meant]));
}
