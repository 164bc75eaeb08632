import { jsonText } from './json-text.js';
import { parseJson } from './parse-json.js';
import { isPart, type LineParts } from './line-parts.js';

/** What every line of one logger has: the service, and the bound fields of a child logger. */
export interface BoundFields {
  /** As members of a JSON object, each after a comma. */
  readonly json: string;
  readonly service?: string | undefined;
  readonly version?: string | undefined;
  readonly environment?: string | undefined;
  readonly parts: LineParts;
  readonly fields: Readonly<Record<string, unknown>>;
}

const MAX_KEPT = 100;
const kept = new Map<string, BoundFields>();

/** Reads what pino has serialised for a logger. Most lines come from few loggers. */
export function boundFields(json: string): BoundFields {
  let bound = kept.get(json);
  if (bound !== undefined) return bound;
  bound = read(json);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(json, bound);
  return bound;
}

/** Members as pino serialises the fields of a logger. */
export function boundJson(members: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return entries.map(([name, value]) => `,${jsonText(name)}:${jsonText(value)}`).join('');
}

function read(json: string): BoundFields {
  const all = parseJson(`{${json.slice(1)}}`) as Readonly<Record<string, unknown>>;
  const { service, version, environment, ...others } = all as Record<'service' | 'version' | 'environment', string>;
  return { json, service, version, environment, ...sorted(others) };
}

/** Separates parts of a line from fields. */
export function sorted(members: Readonly<Record<string, unknown>>): Pick<BoundFields, 'parts' | 'fields'> {
  const entries = Object.entries(members);
  return {
    parts: Object.fromEntries(entries.filter(([name, value]) => isPart(name, value))),
    fields: Object.fromEntries(entries.filter(([name, value]) => !isPart(name, value))),
  };
}
