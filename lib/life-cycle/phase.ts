/**
 * The order in which telemetry ends: first what describes calls, then what sends their spans, then what counts both, and
 * the log last, because everything before it may still have something to say.
 */
export const PHASES = ['instrumentations', 'spans', 'metrics', 'lines'] as const;

export type Phase = (typeof PHASES)[number];
