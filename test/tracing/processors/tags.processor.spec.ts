import { SpanKind } from '@opentelemetry/api';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { TagsProcessor } from '../../../lib/tracing/processors/tags.processor.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

describe('TagsProcessor', () => {
  const exporter = new ExaminedSpanExporter();
  const tracer = new TracerProvider({
    spanProcessors: [
      new TagsProcessor({ region: 'eu', tier: 'base', none: undefined }, { tier: 'edge', hosts: ['a', 'b'] }),
      new SimpleSpanProcessor({ exporter }),
    ],
  }).getTracer('test');

  beforeEach(() => exporter.reset());

  it.each([
    [SpanKind.SERVER, { region: 'eu', tier: 'edge', hosts: ['a', 'b'] }],
    [SpanKind.CONSUMER, { region: 'eu', tier: 'edge', hosts: ['a', 'b'] }],
    [SpanKind.CLIENT, { region: 'eu', tier: 'base' }],
    [SpanKind.PRODUCER, { region: 'eu', tier: 'base' }],
    [SpanKind.INTERNAL, { region: 'eu', tier: 'base' }],
  ])('tags a span of kind %s with %j', (kind, tags) => {
    tracer.startSpan('work', { kind }).end();
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual(tags);
  });

  it('leaves a span what it says of itself', () => {
    const span = tracer.startSpan('work', { attributes: { region: 'us' } });
    span.setAttribute('tier', 'own');
    span.end();
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({ region: 'us', tier: 'own' });
  });
});
