import { EARLIER_FAMILY_NAMES } from './earlier-names.js';
import { METRIC_FAMILY_NAMES, METRIC_NAMINGS } from './names.js';
import {
  anyOf,
  boolean,
  count,
  group,
  isFalse,
  listOf,
  number,
  oneOf,
  path,
  pattern,
  record,
  type Rule,
  type Rules,
  text,
  url,
} from './rules.js';

const BUCKETS: Rule = (value) =>
  listOf(number(0, Number.MAX_VALUE, 'It is a list of upper bounds.'))(value) ??
  ((value as number[]).every((bound, at, bounds) => at === 0 || bound > (bounds[at - 1] as number))
    ? undefined
    : { why: 'Each bound is above the one before it.', fix: 'Give the bounds in rising order.' });

const GUARD: Rule = (value) =>
  typeof value === 'function'
    ? undefined
    : { why: 'It decides who may scrape.', fix: 'Give a guard class or a function.' };

export const METRICS_RULES: Rules = {
  endpoint: anyOf(
    'It says where metrics are served.',
    path(),
    isFalse(),
    group({
      path: path(),
      port: number(0, 65_535, 'It is a port.'),
      host: text(),
      guard: GUARD,
      gzip: boolean(),
    }),
  ),
  processMetrics: boolean(),
  defaultLabels: record(),
  prefix: pattern(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'It begins metric names.', 'Give letters, digits and underscores.'),
  naming: oneOf(METRIC_NAMINGS),
  families: Object.fromEntries(
    [...METRIC_FAMILY_NAMES, ...Object.keys(EARLIER_FAMILY_NAMES)].map((name) => [name, boolean()]),
  ),
  buckets: { durationSeconds: BUCKETS, sizeBytes: BUCKETS },
  exemplars: boolean(),
  maxSeriesPerMetric: count(),
  pushgateway: { url: url(), jobName: text(), groupings: record(), headers: record(), intervalMs: count() },
  otlp: anyOf(
    'It says whether and where metrics are pushed.',
    boolean(),
    group({ endpoint: url(), headers: record(), intervalMs: count() }),
  ),
  cluster: boolean(),
};
