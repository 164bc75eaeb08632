/** Whether an official OpenTelemetry instrumentation, or another that works in the same manner, has hold of a function. */
export function isWrapped(subject: unknown): boolean {
  return typeof subject === 'function' && (subject as { __wrapped?: unknown }).__wrapped === true;
}
