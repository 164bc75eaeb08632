import { resourceFromAttributes } from '@opentelemetry/resources';
import { type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

/** So many finished spans, as the SDK makes them. */
export function finishedSpans(count: number): ReadableSpan[] {
  const exporter = new ExaminedSpanExporter();
  const tracer = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  }).getTracer('test');
  for (let number = 1; number <= count; number++) tracer.startSpan(`span ${number}`).end();
  return exporter.getFinishedSpans();
}
