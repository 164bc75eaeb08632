import type { OtlpAttribute } from '../../../lib/sending/otlp-attributes.js';

/** The attributes of OTLP as an object. */
export function plainAttributes(attributes: readonly OtlpAttribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}

function plain(value: OtlpAttribute['value']): unknown {
  return 'intValue' in value ? Number(value.intValue) : Object.values(value)[0];
}
