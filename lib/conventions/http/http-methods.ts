// RFC 9110, RFC 5789 (PATCH) and the safe method QUERY. Other methods are not label values, because clients could
// invent them.
export const KNOWN_METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'QUERY',
]);

/** Replaces every method outside the known set. */
export const OTHER_METHOD = '_OTHER';

/** The method as a label: itself, or `_OTHER` for a method outside the known set. */
export function knownMethod(method: string): string {
  return KNOWN_METHODS.has(method) ? method : OTHER_METHOD;
}

/** The method in a span's name: itself, or `HTTP` for a method outside the known set. */
export function methodInName(method: string): string {
  return KNOWN_METHODS.has(method) ? method : 'HTTP';
}
