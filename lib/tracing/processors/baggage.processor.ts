import type { Context } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { baggageValues } from '../../context/baggage.js';

/** Copies chosen baggage entries to every span. */
export class BaggageProcessor implements SpanProcessor {
  constructor(private readonly keys: readonly string[]) {}

  onStart(span: Span, parent: Context): void {
    const values = baggageValues(parent, this.keys);
    if (values !== undefined) span.setAttributes(values);
  }

  onEnd(): void {}

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
