import { types } from 'node:util';

/** What a log line can have as one value. */
export type SingleValue = string | number | boolean | bigint;

/**
 * The text of an object that has no fields to list: a date, a pattern, bytes, a promise, or a boxed value. Undefined for
 * other objects. Throws for a revoked proxy.
 */
export function singleValue(value: object): SingleValue | null | undefined {
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (types.isBoxedPrimitive(value)) return unboxed(value);
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
    return `[${Buffer.isBuffer(value) ? 'Buffer' : tagOf(value)} of ${value.byteLength} bytes]`;
  }
  const tag = tagOf(value);
  if (WITHOUT_PARTS.has(tag)) return `[${tag}]`;
  return tag === 'Blob' || tag === 'File' ? `[${tag} of ${(value as Blob).size} bytes]` : undefined;
}

/** The class of a value of the language or the platform, in any realm. Of other objects: `Object`. */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

const WITHOUT_PARTS: ReadonlySet<string> = new Set([
  'Promise',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'Generator',
  'AsyncGenerator',
]);

function unboxed(value: object): SingleValue {
  const plain = (value as { valueOf(): unknown }).valueOf();
  return typeof plain === 'symbol' ? String(plain) : (plain as SingleValue);
}
