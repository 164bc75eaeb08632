import type { LimitsOptions, ResolvedLimits } from './limits.options.js';

const KIB = 1024;
const MIB = 1024 * KIB;

/** What is held and written at most where the options are silent. */
export function resolveLimits(limits: LimitsOptions): ResolvedLimits {
  return {
    valueBytes: limits.valueBytes ?? 16 * KIB,
    lineBytes: limits.lineBytes ?? 64 * KIB,
    logQueueBytes: limits.logQueueBytes ?? 8 * MIB,
  };
}
