/** Whether OpenTelemetry's own instrumentation has put something around a function. */
export function isWrapped(subject: unknown): boolean {
  return typeof subject === 'function' && (subject as { __wrapped?: unknown }).__wrapped === true;
}
