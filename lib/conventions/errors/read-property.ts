/** Reads a property. Returns undefined if a getter or a proxy throws. */
export function readProperty(object: unknown, name: PropertyKey): unknown {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return undefined;
  try {
    return Reflect.get(object, name);
  } catch {
    return undefined;
  }
}

export function readText(object: unknown, name: string): string | undefined {
  const value = readProperty(object, name);
  return typeof value === 'string' ? value : undefined;
}
