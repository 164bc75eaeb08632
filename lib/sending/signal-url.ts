/** Where an OTLP receiver takes one signal: `path` below its address, unless the address has it already. */
export function signalUrl(endpoint: string, path: `/v1/${string}`): string {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '');
  url.pathname = base.endsWith(path) ? base : `${base}${path}`;
  return url.href;
}
