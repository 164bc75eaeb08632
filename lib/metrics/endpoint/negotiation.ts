import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import type { FormatName } from './exposition-format.js';

/** In the order of preference, if the scraper has none. */
const FORMATS: ReadonlyMap<string, FormatName> = new Map([
  ['text/plain; version=0.0.4', 'text'],
  ['application/openmetrics-text; version=1.0.0', 'openmetrics'],
]);

/** Parameters without effect: names are valid in every escaping scheme, and the text is UTF-8. */
const INDIFFERENT = /;\s*(?:escaping|charset)\s*=\s*(?:"[^"]*"|[^;,\s]*)/gi;

/** The format that the scraper prefers. If it accepts neither, the answer is text, as in every Prometheus client. */
export function negotiateFormat({ accept }: IncomingHttpHeaders): FormatName {
  if (accept === undefined) return 'text';
  const chosen = new Negotiator({ headers: { accept: accept.replaceAll(INDIFFERENT, '') } }).mediaType([
    ...FORMATS.keys(),
  ]);
  return FORMATS.get(chosen ?? '') ?? 'text';
}

export function acceptsGzip(headers: IncomingHttpHeaders): boolean {
  return (
    headers['accept-encoding'] !== undefined &&
    new Negotiator({ headers: { 'accept-encoding': headers['accept-encoding'] } }).encoding(['gzip', 'identity']) ===
      'gzip'
  );
}
