import type { Given } from './description.js';
import { boolean, bytes, count, duration, MAX_INT, threshold } from './checks/scalars.js';
import { completed, derived, group, option, optional } from './option.js';
import { Refusal } from './refusal.js';

const MAX_AGE_MS = 60_000;

const SHAPE = {
  /** Keep traces in which a span failed. Default true. */
  errors: option(boolean(), true),
  /** Keep traces with a unit of work that took longer, in milliseconds. Default: none. */
  slowerThanMs: derived(threshold(), (given) => given ?? Number.POSITIVE_INFINITY),
  /** Traces held back at once. Default 1000. */
  maxTraces: option(count(), 1_000),
  /** Spans held back at once, in all traces. Default 20000. */
  maxSpans: option(count(), 20_000),
  /** Bytes held back at once, estimated. Default 33554432 (32 MiB). */
  maxBytes: option(bytes(), 32 * 1024 * 1024),
  /**
   * How long a trace may be held back, in milliseconds; longer than `slowerThanMs`. Default: 60000, or twice
   * `slowerThanMs` where that is more.
   */
  maxAgeMs: optional(duration()),
};

/**
 * Which traces are exported although the sampler dropped them, and how much may be held back to find out. A trace here
 * is what this process did for one request, message or job; those that it called were told that it is not sampled. Its
 * first span says why it was kept, in `nestjs_telemetry.keep.reason`. What a limit drops is counted and reported; if
 * such a trace fails afterwards, the rest of it is exported with `nestjs_telemetry.keep.missing_spans`.
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
