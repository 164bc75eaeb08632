import { NOT_READABLE } from '../not-readable.js';

/** Not yet in TypeScript's declarations. */
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown };

/** The JSON of a value that a log line may have. Never throws. A bigint keeps all its digits. */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value);
    default:
      return 'null';
  }
}

function objectText(value: object): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    // JSON.stringify is much faster without a function, but refuses bigints.
    return withBigInts(value);
  }
}

function withBigInts(value: object): string {
  try {
    return (
      JSON.stringify(value, (_name, each: unknown) => (typeof each === 'bigint' ? rawJSON(String(each)) : each)) ??
      'null'
    );
  } catch {
    return JSON.stringify(NOT_READABLE);
  }
}
