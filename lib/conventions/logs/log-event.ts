import type { AttributeValue } from '@opentelemetry/api';

/** What the log says about one finished operation. */
export interface LogEvent {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  /** Undefined values are left out of the line. */
  readonly fields: Readonly<Record<string, AttributeValue | undefined>>;
  readonly error: unknown;
}
