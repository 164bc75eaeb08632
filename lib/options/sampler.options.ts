import type { Check, Given } from './description.js';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { url } from './checks/addresses.js';
import { anyOf } from './checks/check.js';
import { hasMethods, regExp } from './checks/instances.js';
import { routePattern } from './checks/paths.js';
import { duration, number, text } from './checks/scalars.js';
import { choice, variants } from './checks/variants.js';
import { group, optional, required } from './option.js';
import { Refusal } from './refusal.js';

/** A ratio of all traces. */
export const share = (): Check<number> => number(0, 1, 'It is a share of all traces.');

const RATIO = {
  /** The share of traces that are sampled. */
  ratio: required(share(), 'It is a share of all traces.', 'Give a number from 0 to 1.'),
};

/** Samples a share of all traces, from 0 to 1. */
export interface RatioSamplerOptions extends Given<typeof RATIO> {
  readonly type: 'ratio';
}

const RATE_LIMITING = {
  /** Traces per second. Fractions are allowed. */
  tracesPerSecond: required(
    number(0, Number.MAX_SAFE_INTEGER, 'It is a rate.'),
    'It is a rate.',
    'Give the number of traces a second.',
  ),
};

/**
 * Samples at most this number of traces per second. Unused traces are saved for a burst: up to one second's worth, and
 * at least one trace. Fractions are allowed: 0.5 is one trace every two seconds; 0 is none.
 */
export interface RateLimitingSamplerOptions extends Given<typeof RATE_LIMITING> {
  readonly type: 'rateLimiting';
}

const REMOTE = {
  /** URL of the collector. Default: `http://localhost:5778/sampling`. */
  endpoint: optional(url({ credentials: false })),
  /** Time between two requests to the collector, in milliseconds. Default: 60000. */
  pollIntervalMs: optional(duration()),
  /** The ratio until the collector has answered. Default: 0.001. */
  initialRatio: optional(share()),
};

/**
 * Samples as a Jaeger collector decides, over HTTP (`{endpoint}?service={name}`). The last answer stays valid while the
 * collector does not answer.
 *
 * Operation names are the names of a trace's first span at its start. Names such as `GET /users/:id` are compared with
 * a request's method and path.
 */
export interface RemoteSamplerOptions extends Given<typeof REMOTE> {
  readonly type: 'remote';
}

export type SamplerOption =
  | 'always'
  | 'never'
  | RatioSamplerOptions
  | RateLimitingSamplerOptions
  | RemoteSamplerOptions
  | Sampler;

export const SAMPLER: Check<SamplerOption> = choice(
  ['always', 'never'],
  variants<RatioSamplerOptions | RateLimitingSamplerOptions | RemoteSamplerOptions>({
    ratio: RATIO,
    rateLimiting: RATE_LIMITING,
    remote: REMOTE,
  }),
  hasMethods<Sampler>('a `Sampler`', 'shouldSample'),
  'shouldSample',
);

const RULE = {
  /**
   * The path of a request, without its query. `/health` matches only itself. `:id` in `/users/:id` matches any one
   * segment. `/internal/*` matches everything below `/internal`. A trailing slash makes no difference.
   */
  route: optional(routePattern()),
  /**
   * The name of a span at its start, or a pattern for it. For a request, this is the method: its route is not known
   * yet.
   */
  name: optional(anyOf('It compares the names of spans.', text(), regExp())),
  /** The sampler for these spans. */
  sampler: required(SAMPLER, 'A rule says how to sample.', 'Give its sampler, such as never.'),
};

/**
 * A sampler for some of the spans that begin a trace. The first matching rule decides. If no rule matches, the general
 * sampler decides.
 *
 * A request with a trace context follows its caller's decision, so that traces have no gaps. There is one exception: a
 * rule with `'never'` also applies to such a request, and it overrides `keep`. A health check then never appears,
 * from any caller and even if it fails. With `parentBased: false`, rules decide for every span.
 *
 * With both `route` and `name`, both must match.
 */
export interface SamplingRule extends Given<typeof RULE> {}

export const SAMPLING_RULE: Check<SamplingRule> = group<typeof RULE, SamplingRule>(RULE, (rule, at) => {
  if (rule.route !== undefined || rule.name !== undefined) return;
  const fix = 'Give { route, sampler } or { name, sampler }.';
  throw new Refusal(at, rule, { why: 'A rule says for which spans it is.', fix });
}).check;
