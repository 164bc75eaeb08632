import { type Context, ROOT_CONTEXT, type TextMapGetter, type TextMapPropagator } from '@opentelemetry/api';

/** Reads Node's incoming headers: lower-case names, and lists where a header came more than once. */
export const headerGetter: TextMapGetter<Readonly<Record<string, string | string[] | undefined>>> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, name) => headers[name.toLowerCase()],
};

/** What a carrier says of its sender, and nothing else: an incoming message has no part in what is under way here. */
export function extractRemote<Carrier>(
  propagator: TextMapPropagator,
  carrier: Carrier,
  getter: TextMapGetter<Carrier>,
): Context {
  return propagator.extract(ROOT_CONTEXT, carrier, getter);
}
