import type { OtlpInput } from '../../sending/otlp-attributes.js';
import { jsonText } from '../line/json-text.js';

/** Deeper than this, what is left becomes JSON text. */
const MAX_DEPTH = 6;

export type FlatAttributes = Record<string, OtlpInput>;

/** Adds values to attributes, nested names joined by dots: `{ user: { id: 7 } }` becomes `user.id`. */
export function addFlat(attributes: FlatAttributes, name: string, value: unknown, depth = 0): void {
  if (name === '__proto__') return;
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      attributes[name] = value;
      return;
    case 'number':
      if (Number.isFinite(value)) attributes[name] = value;
      return;
    case 'object':
      if (value !== null) addObject(attributes, name, value, depth);
  }
}

function addObject(attributes: FlatAttributes, name: string, value: object, depth: number): void {
  if (Array.isArray(value)) attributes[name] = isUniform(value) ? value : jsonText(value);
  else if (depth >= MAX_DEPTH) attributes[name] = jsonText(value);
  else {
    for (const key of Object.keys(value)) {
      const inner = (value as Readonly<Record<string, unknown>>)[key];
      addFlat(attributes, name === '' ? key : `${name}.${key}`, inner, depth + 1);
    }
  }
}

/** An attribute's list holds values of one primitive type. */
function isUniform(list: readonly unknown[]): list is string[] | number[] | boolean[] | bigint[] {
  if (list.length === 0) return true;
  const type = typeof list[0];
  if (!UNIFORM.has(type)) return false;
  return list.every((item) => typeof item === type && (type !== 'number' || Number.isFinite(item)));
}

const UNIFORM: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'bigint']);
