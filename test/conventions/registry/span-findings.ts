import { SpanKind } from '@opentelemetry/api';
import { attributeFindings } from './attribute-findings.js';
import { REGISTRY } from './registry.js';

export interface ExaminedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What violates the registry in a span. */
export function spanFindings({ name, kind, attributes }: ExaminedSpan): string[] {
  const missing = requiredOf(kind, attributes).filter((required) => attributes[required] === undefined);
  return [
    ...missing.map((required) => `span "${name}": ${required} is missing`),
    ...attributeFindings(attributes).map((finding) => `span "${name}": ${finding}`),
  ];
}

function requiredOf(kind: SpanKind, attributes: ExaminedSpan['attributes']): readonly string[] {
  const side = SpanKind[kind].toLowerCase();
  return typesOf(side, attributes).flatMap((type) => REGISTRY.spans[type]?.required ?? []);
}

/** The types of a span in the registry, by the attributes that only spans of one type have. */
function typesOf(side: string, attributes: ExaminedSpan['attributes']): string[] {
  const of = (prefix: string) => Object.keys(attributes).some((name) => name.startsWith(prefix));
  if (of('rpc.')) return [`rpc.call.${side}`, `rpc.${String(attributes['rpc.system.name'])}.call.${side}`];
  if (of('db.')) return databaseTypes(attributes);
  if (of('messaging.')) return [side === 'consumer' ? 'messaging.process.consumer' : `messaging.send.${side}`];
  return of('http.') ? [`http.${side}`] : [];
}

/** MongoDB's own type requires a collection, which not every command has. */
function databaseTypes({ 'db.system.name': system }: ExaminedSpan['attributes']): string[] {
  return system === 'mongodb' ? ['db.client'] : ['db.client', `db.${String(system)}.client`];
}
