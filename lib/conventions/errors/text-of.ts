/** `String(value)`, for values that may refuse. A function is named: its source text says too much. */
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
