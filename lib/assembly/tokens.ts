/** The options with every default. */
export const RESOLVED_OPTIONS = Symbol.for('nestjs-telemetry:resolved-options');
/** Who makes the spans. */
export const TRACING_RUNTIME = Symbol.for('nestjs-telemetry:tracing-runtime');
/** What ends the metrics of the process. */
export const END_RUNTIME_METRICS = Symbol.for('nestjs-telemetry:end-runtime-metrics');
/** Where connection pools are counted; undefined where they are not. */
export const CONNECTION_POOLS = Symbol.for('nestjs-telemetry:connection-pools');
/** What closes everything that opened by itself. */
export const STOP_INSTRUMENTATIONS = Symbol.for('nestjs-telemetry:stop-instrumentations');

/** The name under which our tracer shows in exported spans. */
export const SCOPE = 'nestjs-telemetry';
