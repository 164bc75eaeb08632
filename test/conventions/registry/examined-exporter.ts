import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { examine } from './findings.js';
import { spanFindings } from './span-findings.js';

/**
 * Keeps spans in memory, those of the shutdown too. A span that violates OpenTelemetry's registry fails the spec.
 */
export class ExaminedSpanExporter extends InMemorySpanExporter {
  #kept: readonly ReadableSpan[] = [];

  override export(...[spans, done]: Parameters<InMemorySpanExporter['export']>): void {
    for (const span of spans) examine(span.instrumentationScope, () => spanFindings(span));
    super.export(spans, done);
  }

  override getFinishedSpans(): ReadableSpan[] {
    return [...this.#kept, ...super.getFinishedSpans()];
  }

  override reset(): void {
    this.#kept = [];
    super.reset();
  }

  override shutdown(): Promise<void> {
    // It forgets them.
    this.#kept = this.getFinishedSpans();
    return super.shutdown();
  }
}
