import { type Context, propagation } from '@opentelemetry/api';

/** The values of chosen baggage entries, under their keys; undefined when none is there. */
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
