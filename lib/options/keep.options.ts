import type { Given } from './description.js';
import { boolean, bytes, count, duration, MAX_INT, threshold } from './checks/scalars.js';
import { completed, derived, group, option, optional } from './option.js';
import { Refusal } from './refusal.js';

const MAX_AGE_MS = 60_000;

const SHAPE = {
  /** Keeps traces that have a failed span. Default true. */
  errors: option(boolean(), true),
  /** Keeps traces with a slower unit of work, in milliseconds. Default: none. */
  slowerThanMs: derived(threshold(), (given) => given ?? Number.POSITIVE_INFINITY),
  /** Maximum number of traces held in memory at the same time. Default 1000. */
  maxTraces: option(count(), 1_000),
  /** Maximum number of spans held in memory, in all traces. Default 20000. */
  maxSpans: option(count(), 20_000),
  /** Maximum number of bytes held in memory, estimated. Default 33554432 (32 MiB). */
  maxBytes: option(bytes(), 32 * 1024 * 1024),
  /**
   * Maximum time that a trace is held, in milliseconds; longer than `slowerThanMs`. Default: 60000, or twice
   * `slowerThanMs` if that is more.
   */
  maxAgeMs: optional(duration()),
};

/**
 * Exports some traces that the sampler dropped. To decide, telemetry holds their spans in memory until the unit of work
 * ends. A trace here is the work of this process for one request, message or job: called services have received the
 * decision «not sampled». The first span has the reason in `nestjs.keep.reason`. Data over a limit is
 * dropped, counted and reported. If such a trace fails later, the rest of it is exported with
 * `nestjs.keep.missing_spans`.
 */
export interface KeepOptions extends Given<typeof SHAPE> {}

const DESCRIBED = group<typeof SHAPE, KeepOptions>(SHAPE, ({ slowerThanMs, maxAgeMs }, at) => {
  if (slowerThanMs === undefined || maxAgeMs === undefined || maxAgeMs > slowerThanMs) return;
  throw new Refusal(`${at}.maxAgeMs`, maxAgeMs, {
    why: `A trace would be dropped before it is slow: ${at}.slowerThanMs is ${slowerThanMs}.`,
    fix: 'Give more than slowerThanMs.',
  });
});

export const KEEP = completed(DESCRIBED, (resolved) => {
  const twice = resolved.slowerThanMs === Number.POSITIVE_INFINITY ? 0 : 2 * resolved.slowerThanMs;
  return { ...resolved, maxAgeMs: resolved.maxAgeMs ?? Math.max(MAX_AGE_MS, Math.min(twice, MAX_INT)) };
});
