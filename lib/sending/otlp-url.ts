/** Where OTLP over HTTP receives a signal: `endpoint` with `/v1/…` at its end, unless it ends so already. */
export function otlpUrl(endpoint: string, signal: 'traces' | 'metrics' | 'logs'): string {
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/+$/, '');
  const suffix = `/v1/${signal}`;
  url.pathname = path.endsWith(suffix) ? path : `${path}${suffix}`;
  return url.href;
}
