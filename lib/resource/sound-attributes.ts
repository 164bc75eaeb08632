import type { Attributes, AttributeValue } from '@opentelemetry/api';

const PRIMITIVE: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

/** The attributes whose values OpenTelemetry allows. Empty texts say nothing, and are left out. */
export function sound(entries: readonly (readonly [name: string, value: unknown])[]): Attributes {
  return Object.fromEntries(entries.filter(([, value]) => isSound(value))) as Attributes;
}

function isSound(value: unknown): value is AttributeValue {
  if (Array.isArray(value)) return value.every((each) => PRIMITIVE.has(typeof each));
  return PRIMITIVE.has(typeof value) && value !== '';
}
