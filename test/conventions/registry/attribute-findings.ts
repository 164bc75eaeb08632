import { isInNamespace, registeredType } from './registry.js';

/** Who chose the names of a record: the package, or also the application. */
export type NamedBy = 'package' | 'application';

/** The specification of the metrics SDK defines it, and the registry does not have it. */
const SPECIFIED: ReadonlySet<string> = new Set(['otel.metric.overflow']);

/** What violates the registry in a set of attributes. The application's names in a namespace are the application's affair. */
export function attributeFindings(attributes: Readonly<Record<string, unknown>>, by: NamedBy = 'package'): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => attributeFinding(name, value, by) ?? []);
}

function attributeFinding(name: string, value: unknown, by: NamedBy): string | undefined {
  const type = registeredType(name);
  if (type === 'deprecated') return `${name} is deprecated`;
  if (type === undefined) {
    if (SPECIFIED.has(name)) return undefined;
    return by === 'package' && isInNamespace(name) ? `${name} is invented in a namespace of OpenTelemetry` : undefined;
  }
  // What stands for a hidden value is a text, whatever it hides.
  return value === '[REDACTED]' || isOfType(value, type)
    ? undefined
    : `${name} is ${JSON.stringify(value)} and not of the type ${type}`;
}

function isOfType(value: unknown, type: string): boolean {
  const element = /^(.*)\[\]$/.exec(type)?.[1];
  if (element !== undefined) return Array.isArray(value) && value.every((each) => isOfType(each, element));
  switch (type) {
    case 'int':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'string':
    case 'boolean':
      return typeof value === type;
    default:
      return true;
  }
}
