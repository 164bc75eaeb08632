/** Stable identifiers of what can be wrong with a configuration. */
export type TelemetryErrorCode =
  | 'INVALID_OPTION'
  | 'METRIC_CONFLICT'
  | 'MODULE_MISSING'
  | 'IMPORTED_TWICE'
  | 'PORT_UNAVAILABLE'
  | 'ROUTE_CONFLICT';

/** What is wrong, why it matters, and what to do. Thrown while configuring or decorating, never while serving. */
export class TelemetryError extends Error {
  override readonly name = 'TelemetryError';

  constructor(
    readonly code: TelemetryErrorCode,
    readonly what: string,
    readonly why: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(`${what}\n  Why: ${why}\n  Fix: ${fix}`, options);
  }
}
