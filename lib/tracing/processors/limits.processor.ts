import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { boundedText } from '../../conventions/errors/bounded-text.js';

const NUMBER_BYTES = 8;

/** Cuts what is too long in a span, just before it ends and before anything else reads it. */
export class LimitsProcessor implements SpanProcessor {
  constructor(private readonly valueBytes: number) {}

  onStart(): void {}

  onEnding(span: Span): void {
    const { attributes } = span;
    for (const name in attributes) {
      const value = attributes[name];
      const bounded = this.bounded(value);
      if (bounded !== value && bounded !== undefined) span.setAttribute(name, bounded);
    }
    for (const event of span.events)
      if (event.attributes !== undefined) event.attributes = this.copied(event.attributes);
    for (const link of span.links) if (link.attributes !== undefined) link.attributes = this.copied(link.attributes);
    const { code, message } = span.status;
    if (message !== undefined && message.length * 3 > this.valueBytes) {
      span.setStatus({ code, message: boundedText(message, this.valueBytes) });
    }
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}

  private bounded(value: AttributeValue | undefined): AttributeValue | undefined {
    if (typeof value === 'string') return boundedText(value, this.valueBytes);
    return Array.isArray(value) ? this.boundedList(value as unknown[]) : value;
  }

  /** As many items as have together no more bytes than one text may have. */
  private boundedList(list: readonly unknown[]): AttributeValue {
    let left = this.valueBytes;
    let isCut = false;
    const items: unknown[] = [];
    for (const item of list) {
      if (left <= 0) {
        isCut = true;
        break;
      }
      const shown = typeof item === 'string' ? boundedText(item, left) : item;
      if (shown !== item) isCut = true;
      left -= typeof shown === 'string' ? shown.length : NUMBER_BYTES;
      items.push(shown);
    }
    return (isCut ? items : list) as AttributeValue;
  }

  // The attributes of an event or link are the caller's own object.
  private copied(attributes: Attributes): Attributes {
    let copy: Attributes | undefined;
    for (const name in attributes) {
      const bounded = this.bounded(attributes[name]);
      if (bounded !== attributes[name]) (copy ??= { ...attributes })[name] = bounded;
    }
    return copy ?? attributes;
  }
}
