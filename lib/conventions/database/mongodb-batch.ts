/** The documents of a command, in a list or, as the driver sends many, beside it. Undefined for any other value. */
export function mongoBatch(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const { field, documents } = Object(value) as { readonly field?: unknown; readonly documents?: unknown };
  return typeof field === 'string' && Array.isArray(documents) ? documents : undefined;
}
