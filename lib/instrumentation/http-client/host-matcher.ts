/** Tells whether a host is one of `patterns`: exact names, or `*.example.com` for every name below a domain. */
export function hostMatcher(patterns: readonly string[]): (host: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.startsWith('*.')));
  const domains = patterns.filter((pattern) => pattern.startsWith('*.')).map((pattern) => pattern.slice(1));
  return (host) => exact.has(host) || domains.some((domain) => host.endsWith(domain));
}
