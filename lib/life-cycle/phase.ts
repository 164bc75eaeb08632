/**
 * The order in which telemetry stops: first the instrumentations, then the exporters of spans, then the metrics that
 * count both. Logging stops last, because everything before it can still write to the log.
 */
export const PHASES = ['instrumentations', 'spans', 'metrics', 'lines'] as const;

export type Phase = (typeof PHASES)[number];
