import type { LimitsOptions, ResolvedLimits } from './limits.options.js';

const MIB = 1024 * 1024;

/** What is held and written at most where the options are silent. */
export function resolveLimits(limits: LimitsOptions): ResolvedLimits {
  return { logQueueBytes: limits.logQueueBytes ?? 8 * MIB };
}
