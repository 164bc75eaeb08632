import { sharedSymbol } from '../observation/index.js';

/** The options with every default. */
export const RESOLVED_OPTIONS = sharedSymbol('resolved-options');
/** Who makes the spans. */
export const TRACING_RUNTIME = sharedSymbol('tracing-runtime');
/** What ends the metrics of the process. */
export const END_RUNTIME_METRICS = sharedSymbol('end-runtime-metrics');
/** Where connection pools are counted; undefined where they are not. */
export const CONNECTION_POOLS = sharedSymbol('connection-pools');
/** What closes everything that opened by itself. */
export const STOP_INSTRUMENTATIONS = sharedSymbol('stop-instrumentations');
