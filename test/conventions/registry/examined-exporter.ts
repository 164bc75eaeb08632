import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { examine } from './findings.js';
import { spanFindings } from './span-findings.js';

/** Keeps spans in memory. A span that violates OpenTelemetry's registry fails the spec. */
export class ExaminedSpanExporter extends InMemorySpanExporter {
  override export(...[spans, done]: Parameters<InMemorySpanExporter['export']>): void {
    for (const span of spans) examine(span.instrumentationScope, () => spanFindings(span));
    super.export(spans, done);
  }
}
