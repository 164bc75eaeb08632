import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { FieldSchema } from './protobuf-writer.js';

/** A value of OTLP, in its JSON form. */
export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } };

export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

/** A value that OTLP can have. A bigint that is no 64-bit integer becomes text. */
export type OtlpInput = AttributeValue | bigint | readonly bigint[];

/** Undefined values are left out. */
export function otlpAttributes(attributes: Attributes | Readonly<Record<string, OtlpInput>>): OtlpAttribute[] {
  const list: OtlpAttribute[] = [];
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined && value !== null) list.push({ key, value: otlpValue(value) });
  }
  return list;
}

function otlpValue(value: OtlpInput | null | undefined): OtlpValue {
  if (Array.isArray(value)) return { arrayValue: { values: value.map((each: OtlpInput) => otlpValue(each)) } };
  switch (typeof value) {
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? { intValue: String(value) } : { stringValue: String(value) };
    default:
      return { stringValue: String(value) };
  }
}

/** Source: OTLP 1.8, `common.proto`. */
export const ATTRIBUTE_FIELDS = (): readonly FieldSchema[] => ATTRIBUTE;
export const OTLP_VALUE_FIELDS = (): readonly FieldSchema[] => VALUE;

const VALUE: readonly FieldSchema[] = [
  { name: 'stringValue', number: 1, type: 'string' },
  { name: 'boolValue', number: 2, type: 'bool' },
  { name: 'intValue', number: 3, type: 'int64' },
  { name: 'doubleValue', number: 4, type: 'double' },
  {
    name: 'arrayValue',
    number: 5,
    type: () => [{ name: 'values', number: 1, type: () => VALUE, repeated: 'each' }],
  },
];
const ATTRIBUTE: readonly FieldSchema[] = [
  { name: 'key', number: 1, type: 'string' },
  { name: 'value', number: 2, type: () => VALUE },
];
