import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

// What V8 needs, roughly, for a span, event or link without attributes, and for one attribute or item of a list.
const SPAN_BYTES = 900;
const EVENT_BYTES = 200;
const LINK_BYTES = 200;
const SLOT_BYTES = 32;

/** A cheap guess at the memory that a finished span takes. */
export function spanSize(span: ReadableSpan): number {
  let bytes = SPAN_BYTES + span.name.length + (span.status.message?.length ?? 0) + attributesSize(span.attributes);
  for (const event of span.events) bytes += EVENT_BYTES + event.name.length + attributesSize(event.attributes);
  for (const link of span.links) bytes += LINK_BYTES + attributesSize(link.attributes);
  return bytes;
}

function attributesSize(attributes: Attributes | undefined): number {
  let bytes = 0;
  for (const key in attributes) bytes += key.length + valueSize(attributes[key]);
  return bytes;
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return SLOT_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return SLOT_BYTES;
  if (ArrayBuffer.isView(value)) return SLOT_BYTES + value.byteLength;
  if (!Array.isArray(value)) return SLOT_BYTES + attributesSize(value as Attributes);
  return (value as unknown[]).reduce<number>((bytes, item) => bytes + valueSize(item), SLOT_BYTES);
}
