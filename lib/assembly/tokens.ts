import { sharedSymbol } from '../observation/index.js';

/** The options with every default. */
export const RESOLVED_OPTIONS = sharedSymbol('resolved-options');
/** Who makes the spans. */
export const TRACING_RUNTIME = sharedSymbol('tracing-runtime');
/** Where connection pools are counted; undefined where they are not. */
export const CONNECTION_POOLS = sharedSymbol('connection-pools');
/** The registry of metrics whose names OTLP has otherwise; undefined where OTLP is off. */
export const OTLP_REGISTRY = sharedSymbol('otlp-registry');
/** What takes part in the start of the application. */
export const PARTICIPANTS = sharedSymbol('participants');
