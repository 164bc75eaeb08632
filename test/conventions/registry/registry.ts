import { readFileSync } from 'node:fs';

export interface RegisteredMetric {
  readonly instrument?: string;
  readonly unit?: string;
  /** The attributes that each point has. */
  readonly required?: readonly string[];
  /** The reason. */
  readonly deprecated?: string;
}

interface RegisteredSpan {
  readonly kind: string;
  readonly required: readonly string[];
}

/** What OpenTelemetry's semantic conventions say. `scripts/registry-copy.mjs` has written the file. */
export const REGISTRY = JSON.parse(readFileSync(new URL('registry.json', import.meta.url), 'utf8')) as {
  readonly version: string;
  /** Their types, or `deprecated`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, RegisteredMetric>>;
  readonly spans: Readonly<Record<string, RegisteredSpan>>;
};

const first = (name: string): string => name.split('.', 1)[0] as string;

const NAMESPACES = new Set([...Object.keys(REGISTRY.attributes), ...Object.keys(REGISTRY.metrics)].map(first));

/** Whether a name is, or begins with, a namespace of OpenTelemetry. Only its registry adds names there. */
export function isInNamespace(name: string): boolean {
  return NAMESPACES.has(first(name));
}

/** The type of an attribute; undefined if the registry does not have it. */
export function registeredType(name: string): string | undefined {
  return REGISTRY.attributes[name] ?? REGISTRY.attributes[`${name.slice(0, name.lastIndexOf('.'))}.<key>`];
}
