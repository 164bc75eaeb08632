/**
 * The documents of a command: the value itself is a list, or the driver keeps many documents in a separate object.
 * Undefined for other values.
 */
export function mongoBatch(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const { field, documents } = Object(value) as { readonly field?: unknown; readonly documents?: unknown };
  return typeof field === 'string' && Array.isArray(documents) ? documents : undefined;
}
