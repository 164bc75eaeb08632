import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** Deeper than this, what is left becomes JSON text. */
const MAX_DEPTH = 6;

/** Adds parsed JSON to attributes, nested names joined by dots: `{ user: { id: 7 } }` becomes `user.id`. */
export function addFlat(attributes: Attributes, name: string, value: unknown, depth = 0): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') attributes[name] = value as AttributeValue;
  else if (Array.isArray(value)) attributes[name] = isUniform(value) ? value : JSON.stringify(value);
  else if (depth >= MAX_DEPTH) attributes[name] = JSON.stringify(value);
  else {
    for (const [key, inner] of Object.entries(value)) {
      addFlat(attributes, name === '' ? key : `${name}.${key}`, inner, depth + 1);
    }
  }
}

/** An attribute's list holds values of one primitive type. */
function isUniform(list: readonly unknown[]): list is string[] | number[] | boolean[] {
  const type = typeof list[0];
  return ['string', 'number', 'boolean'].includes(type) && list.every((item) => typeof item === type);
}
