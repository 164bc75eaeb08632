import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';

type Tag = readonly [key: string, value: Attributes[string]];

/** Sets the same attributes on every span, and further ones on spans that serve a request or message. */
export class TagsProcessor implements SpanProcessor {
  private readonly every: readonly Tag[];
  private readonly serving: readonly Tag[];

  constructor(tags: Attributes, serverTags: Attributes) {
    this.every = Object.entries(tags);
    this.serving = Object.entries({ ...tags, ...serverTags });
  }

  onStart(span: Span): void {
    const serves = span.kind === SpanKind.SERVER || span.kind === SpanKind.CONSUMER;
    for (const [key, value] of serves ? this.serving : this.every) {
      // What the span says of itself is more precise.
      if (value !== undefined && span.attributes[key] === undefined) span.setAttribute(key, value);
    }
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
