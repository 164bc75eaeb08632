type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;

const INTEGER = /^-?\d+$/;

/**
 * Parses JSON without rounding: an integer that a number cannot hold becomes a bigint.
 *
 * @throws SyntaxError if the text is no JSON.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, exact as (name: string, value: unknown) => unknown);
}

const exact: Reviver = (_name, value, { source }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && isRounded(value, source)
    ? BigInt(source)
    : value;

function isRounded(value: number, source: string): boolean {
  return INTEGER.test(source) && String(value) !== source;
}
