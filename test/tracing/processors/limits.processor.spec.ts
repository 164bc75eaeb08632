import { SpanStatusCode } from '@opentelemetry/api';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { LimitsProcessor } from '../../../lib/tracing/processors/limits.processor.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

function finished(begin: (span: ReturnType<ReturnType<TracerProvider['getTracer']>['startSpan']>) => void) {
  const exporter = new ExaminedSpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [new LimitsProcessor(1_000), new SimpleSpanProcessor({ exporter })],
  });
  const span = provider.getTracer('test').startSpan('work', { links: [] });
  begin(span);
  span.end();
  const [ended] = exporter.getFinishedSpans();
  if (ended === undefined) throw new Error('no span');
  return ended;
}

const CUT = /^(x|😀)+…\[\+\d+ bytes\]$/u;

describe('LimitsProcessor', () => {
  it('cuts long attributes, of events too, and says how many bytes are missing', () => {
    const own = { text: 'x'.repeat(5_000) };
    const span = finished((working) => {
      working.setAttributes({ text: 'x'.repeat(5_000), emoji: '😀'.repeat(5_000), short: 'x'.repeat(300), number: 1 });
      working.addEvent('happened', own);
      working.setStatus({ code: SpanStatusCode.ERROR, message: 'x'.repeat(5_000) });
    });
    expect(span.attributes).toEqual({
      text: `${'x'.repeat(976)}…[+4024 bytes]`,
      emoji: expect.stringMatching(CUT),
      short: 'x'.repeat(300),
      number: 1,
    });
    expect(span.events[0]?.attributes?.['text']).toMatch(CUT);
    expect(span.status.message).toMatch(CUT);
    expect(own.text).toHaveLength(5_000);
  });

  it('cuts long lists, which keep their type', () => {
    const short = ['a', 'b', 'c'];
    const span = finished((working) =>
      working.setAttributes({
        short,
        texts: Array.from({ length: 100 }, () => 'x'.repeat(300)),
        numbers: Array.from({ length: 10_000 }, (_, at) => at),
        holes: [null, 'a', null],
      }),
    );
    const { texts, numbers } = span.attributes as { texts: string[]; numbers: number[] };
    expect(span.attributes['short']).toEqual(short);
    expect(texts.join('').length).toBeLessThan(1_100);
    expect(texts[0]).toBe('x'.repeat(300));
    expect(numbers).toEqual(Array.from({ length: 125 }, (_, at) => at));
    expect(span.attributes['holes']).toEqual([null, 'a', null]);
  });
});
