/**
 * `String(value)` for any value, without throwing. For a function it returns the name, because the source text may
 * reveal too much.
 */
export function textOf(value: unknown): string {
  try {
    return typeof value === 'function' ? functionText(value) : String(value);
  } catch {
    return 'something that has no text';
  }
}

function functionText({ name }: { readonly name?: unknown }): string {
  return typeof name === 'string' && name !== '' ? `[Function: ${name.slice(0, 100)}]` : '[Function]';
}
