/** True if two names of headers differ at most in their case. */
export function isSameName(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

type Headers = Readonly<Record<string, unknown>>;

/** Both, as a new object. `added` replaces headers of the same name in any case. */
export function withHeaders(given: Headers | undefined, added: Headers): Record<string, unknown> {
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  const kept = Object.entries(given ?? {}).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...added };
}
