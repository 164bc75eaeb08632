import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ItemSender } from '../../sending/item-sender.js';

/** Sends finished spans. */
export interface SpanSender extends ItemSender<ReadableSpan> {
  send(spans: ReadableSpan[]): ReturnType<ItemSender<ReadableSpan>['send']>;
}
