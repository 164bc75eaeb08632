import type { AttributeValue } from '@opentelemetry/api';
import type { Operation, Outcome } from '../../observation/index.js';

/** The log levels of a finished call's line. */
export interface EventSeverities {
  readonly completed: EventLevel;
  /** For a completed call that exceeded the option `slowerThanMs`. */
  readonly slow: EventLevel;
  readonly failed: EventLevel;
}

export type EventLevel = 'debug' | 'info' | 'warn' | 'error';

/** The line that a finished call of one kind writes. */
export interface KindEvent {
  readonly severities: EventSeverities;
  /** True for an outcome that is no failure, and that people should see: its line is written as that of a slow call. */
  readonly isNotable?: (outcome: Outcome) => boolean;
  /** The name under `calls` in wide lines. Default: the name of the option. */
  readonly tally?: string;
  /** The attribute over OTLP of each field but `event` and `duration_ms`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Lists every field for every call, including fields without a value: the docs derive from it. */
  readonly describe: DescribeEvent;
}

export type DescribeEvent = (operation: Operation, outcome: Outcome) => EventText;

export interface EventText {
  readonly message: string;
  /** Undefined values are left out of the line. */
  readonly fields: EventFields;
}

export interface EventFields {
  /** The name by which queries find these lines, such as `http_request`. */
  readonly event: string;
  readonly [field: string]: AttributeValue | undefined;
}

/** The levels that most kinds use. */
export const EVENT_SEVERITIES: EventSeverities = { completed: 'info', slow: 'warn', failed: 'error' };
