/** Stable identifiers of what can be wrong with a configuration. */
export type TelemetryErrorCode =
  | 'INVALID_OPTION'
  | 'METRIC_CONFLICT'
  | 'MODULE_MISSING'
  | 'MODULE_TOO_OLD'
  | 'IMPORTED_TWICE'
  | 'PORT_UNAVAILABLE'
  | 'ROUTE_CONFLICT';

/** The ES module and the CommonJS build have each a class of this name, and so have two copies of the package. */
const BRAND = Symbol.for('nestjs-telemetry:error');

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

// On the prototype: what an error has itself is printed with it.
Object.defineProperty(TelemetryError.prototype, BRAND, { value: true });

/**
 * Whether an error is a `TelemetryError`, whichever copy or build of this package threw it.
 *
 * @example
 * if (isTelemetryError(error) && error.code === 'INVALID_OPTION') console.error(error.fix);
 */
export function isTelemetryError(error: unknown): error is TelemetryError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
