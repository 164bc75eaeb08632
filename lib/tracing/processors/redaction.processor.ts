import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { REDACTED } from '../../conventions/redaction/redacted.js';
import type { Redactor } from '../../conventions/redaction/redactor.js';

/** Hides in spans what the log hides, just before they end: by then all attributes are set. */
export class RedactionProcessor implements SpanProcessor {
  constructor(private readonly redactor: Redactor) {}

  onStart(): void {}

  onEnding(span: Span): void {
    const { attributes, name: spanName } = span;
    const shownName = this.redactor.text(spanName);
    if (shownName !== spanName) span.updateName(shownName);
    for (const name in attributes) {
      const value = attributes[name];
      const shown = this.shown(name, value);
      if (shown !== value && shown !== undefined) span.setAttribute(name, shown);
    }
    for (const event of span.events) {
      event.name = this.redactor.text(event.name);
      if (event.attributes !== undefined) event.attributes = this.copied(event.attributes);
    }
    for (const link of span.links) {
      if (link.attributes !== undefined) link.attributes = this.copied(link.attributes);
    }
    const { code, message } = span.status;
    if (message !== undefined) {
      const shown = this.redactor.text(message);
      if (shown !== message) span.setStatus({ code, message: shown });
    }
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}

  private shown(name: string, value: Attributes[string]): Attributes[string] {
    try {
      if (value === undefined) return undefined;
      const replacement = this.redactor.attributeReplacement(name, value);
      if (replacement !== undefined) return replacement;
      if (typeof value === 'string') return this.redactor.text(value);
      if (!Array.isArray(value) || typeof value[0] !== 'string') return value;
      const texts = value.map((text) => (typeof text === 'string' ? this.redactor.text(text) : text));
      return texts.some((text, at) => text !== value[at]) ? (texts as string[]) : value;
    } catch {
      return REDACTED;
    }
  }

  // An event's attributes are the caller's own object.
  private copied(attributes: Attributes): Attributes {
    let copy: Attributes | undefined;
    for (const name in attributes) {
      const shown = this.shown(name, attributes[name]);
      if (shown !== attributes[name]) (copy ??= { ...attributes })[name] = shown;
    }
    return copy ?? attributes;
  }
}
