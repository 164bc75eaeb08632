/** The options with every default. */
export const RESOLVED_OPTIONS = Symbol.for('nestjs-telemetry:resolved-options');
/** Who makes the spans. */
export const TRACING_RUNTIME = Symbol.for('nestjs-telemetry:tracing-runtime');
/** Where connection pools are counted; undefined where they are not. */
export const CONNECTION_POOLS = Symbol.for('nestjs-telemetry:connection-pools');
/** What takes part in the start of the application. */
export const PARTICIPANTS = Symbol.for('nestjs-telemetry:participants');

/** The name under which our tracer shows in exported spans. */
export const SCOPE = 'nestjs-telemetry';
