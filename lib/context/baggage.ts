import { type Context, propagation } from '@opentelemetry/api';

/** The values of the selected baggage entries, under their keys. Undefined if the baggage has none of them. */
export function baggageValues(context: Context, keys: readonly string[]): Record<string, string> | undefined {
  if (keys.length === 0) return undefined;
  const baggage = propagation.getBaggage(context);
  if (baggage === undefined) return undefined;
  let values: Record<string, string> | undefined;
  for (const key of keys) {
    const value = baggage.getEntry(key)?.value;
    if (value !== undefined) (values ??= {})[key] = value;
  }
  return values;
}
