import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { ATTR_CALL_DURATION_MS } from '../attributes.js';
import { UNIT_OF_WORK } from '../unit-of-work.js';
import type { KindEvent } from './kind-event.js';
import { ERROR_TYPE_FIELD } from './log-event.js';
import { LOG_EVENTS } from './log-events.js';

type Names = Readonly<Record<string, string>>;

/** The fields of a line as OTLP has them. */
export interface OtlpFields {
  /** The name of an event of this package; undefined for a line of the application. */
  readonly eventName: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const NAMESPACE = 'nestjs.';

/** Of lines of the application too. */
const ERROR: Names = { [ERROR_TYPE_FIELD]: ATTR_ERROR_TYPE };
/** Fields of every event, of failed calls, and of wide lines. */
const COMMON: Names = {
  duration_ms: ATTR_CALL_DURATION_MS,
  ...ERROR,
  outcome: 'nestjs.call.outcome',
  calls: 'nestjs.calls',
};

const EVENTS: ReadonlyMap<unknown, Names> = new Map(
  [...LOG_EVENTS, UNIT_OF_WORK].map((event) => [nameOf(event), { ...COMMON, ...event.attributes }]),
);

/** Names the fields of this package's events as in semantic conventions. The application's fields keep their names. */
export function otlpFields(all: Readonly<Record<string, unknown>>): OtlpFields {
  if (all['event'] === undefined && all[ERROR_TYPE_FIELD] === undefined) {
    return { eventName: undefined, attributes: all };
  }
  const { event, ...fields } = all;
  const names = EVENTS.get(event);
  if (names !== undefined) return { eventName: NAMESPACE + String(event), attributes: renamed(fields, names) };
  return { eventName: undefined, attributes: renamed(all, ERROR) };
}

function renamed(fields: Readonly<Record<string, unknown>>, names: Names): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const field of Object.keys(fields)) {
    const name = Object.hasOwn(names, field) ? names[field] : undefined;
    attributes[name ?? field] = fields[field];
  }
  return attributes;
}

function nameOf({ describe }: KindEvent): string {
  const call = { kind: '', name: '', labels: {}, attributes: {} };
  return describe(call, { failed: false, facts: {}, durationMs: 0 }).fields.event;
}
