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

/** A share of all traces. */
export const share = (): Check<number> => number(0, 1, 'It is a share of all traces.');

const RATIO = {
  /** The share of traces that are kept. */
  ratio: required(share(), 'It is a share of all traces.', 'Give a number from 0 to 1.'),
};

/** A share of all traces, from 0 to 1. */
export interface RatioSamplerOptions extends Given<typeof RATIO> {
  readonly type: 'ratio';
}

const RATE_LIMITING = {
  /** Traces a second; fractions are possible. */
  tracesPerSecond: required(
    number(0, Number.MAX_SAFE_INTEGER, 'It is a rate.'),
    'It is a rate.',
    'Give the number of traces a second.',
  ),
};

/**
 * So many traces a second and no more. What is not used is saved, up to one second's worth and at least one trace: a
 * burst never exceeds that. Fractions are possible: 0.5 is one trace every two seconds; 0 is none.
 */
export interface RateLimitingSamplerOptions extends Given<typeof RATE_LIMITING> {
  readonly type: 'rateLimiting';
}

const REMOTE = {
  /** Where the collector answers. Default: `http://localhost:5778/sampling`. */
  endpoint: optional(url({ credentials: false })),
  /** Time between two questions to the collector, in milliseconds. Default: 60000. */
  pollIntervalMs: optional(duration()),
  /** The ratio until the collector has answered. Default: 0.001. */
  initialRatio: optional(share()),
};

/**
 * A Jaeger collector says how to sample, over HTTP (`{endpoint}?service={name}`). What it said last stays in force while
 * it does not answer.
 *
 * Names of operations are those of a trace's first span as it starts. Those of the form `GET /users/:id` are compared
 * with a request's method and path.
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
   * The path of a request, without its query: `/health` alone, `/users/:id` with any one segment in place of `:id`,
   * `/internal/*` with everything below `/internal`. A trailing slash makes no difference.
   */
  route: optional(routePattern()),
  /** The name that a span starts with, or a pattern for it. A request's is its method: its route is not known yet. */
  name: optional(anyOf('It compares the names of spans.', text(), regExp())),
  /** What decides for these spans. */
  sampler: required(SAMPLER, 'A rule says how to sample.', 'Give its sampler, such as never.'),
};

/**
 * A sampler for some of the spans that begin a trace. The first rule that fits decides; without one, the general
 * sampler does.
 *
 * A request that brings a trace along follows its caller, so that no trace has holes. There is one exception: a rule
 * that says `'never'` holds for it too, because a health check should not show however it was called; it also holds
 * against `keep`, so that a failing one does not either. With
 * `parentBased: false` rules decide for every span.
 *
 * With both `route` and `name`, both have to fit.
 */
export interface SamplingRule extends Given<typeof RULE> {}

export const SAMPLING_RULE: Check<SamplingRule> = group<typeof RULE, SamplingRule>(RULE, (rule, at) => {
  if (rule.route !== undefined || rule.name !== undefined) return;
  const fix = 'Give { route, sampler } or { name, sampler }.';
  throw new Refusal(at, rule, { why: 'A rule says for which spans it is.', fix });
}).check;
