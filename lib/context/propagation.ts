import { type Context, ROOT_CONTEXT, type TextMapGetter, type TextMapPropagator } from '@opentelemetry/api';

/** Reads Node's incoming headers: names are lower-case, and a repeated header is a list. */
export const headerGetter: TextMapGetter<Readonly<Record<string, string | string[] | undefined>>> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, name) => headers[name.toLowerCase()],
};

/**
 * Extracts the sender's context from a carrier. The current context is not used: an incoming message is not part of it.
 */
export function extractRemote<Carrier>(
  propagator: TextMapPropagator,
  carrier: Carrier,
  getter: TextMapGetter<Carrier>,
): Context {
  return propagator.extract(ROOT_CONTEXT, carrier, getter);
}
