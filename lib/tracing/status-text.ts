import { type SpanStatus, SpanStatusCode } from '@opentelemetry/api';

const TEXTS = {
  [SpanStatusCode.UNSET]: 'unset',
  [SpanStatusCode.OK]: 'ok',
  [SpanStatusCode.ERROR]: 'error',
} as const;

/** A span's status as a readable text. */
export function statusText(status: SpanStatus): 'unset' | 'ok' | 'error' {
  return TEXTS[status.code];
}
