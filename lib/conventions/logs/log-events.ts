import { KINDS, type KnownKind, type OperationKind } from '../kinds.js';
import type { KindEvent } from './kind-event.js';

type LoggedKind = Extract<KnownKind, { readonly event: KindEvent }>;

/** The name that enables or disables the lines of a kind. */
export type LogEventName = LoggedKind['option'];

/** The log event of one kind of operation. */
export interface KindOfEvent extends KindEvent {
  readonly kind: OperationKind;
  readonly option: LogEventName;
}

/** The kinds of operations that may write a line. */
export const LOG_EVENTS: readonly KindOfEvent[] = KINDS.flatMap((kind) => (kind.event === false ? [] : eventOf(kind)));

export const LOG_EVENT_NAMES: readonly LogEventName[] = [...new Set(LOG_EVENTS.map(({ option }) => option))];

function eventOf({ kind, option, event }: LoggedKind): KindOfEvent {
  return { kind, option, ...event };
}
