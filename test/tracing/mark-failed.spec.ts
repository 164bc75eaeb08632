import { runInNewContext } from 'node:vm';
import { SpanStatusCode } from '@opentelemetry/api';
import { type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { markFailed } from '../../lib/tracing/mark-failed.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

function failedWith(error: unknown): ReadableSpan {
  const exporter = new ExaminedSpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const span = provider.getTracer('test').startSpan('work');
  markFailed(span, { failed: true, error, facts: {}, durationMs: 0 });
  span.end();
  return exporter.getFinishedSpans()[0] as ReadableSpan;
}

describe('markFailed', () => {
  it.each([
    ['an error', new TypeError('no such user'), 'no such user'],
    ['an error of another realm', runInNewContext('new TypeError("no such user")'), 'no such user'],
    ['an object with a message', { message: 'no such user' }, 'no such user'],
    ['a string', 'no such user', 'no such user'],
    ['null', null, 'null'],
    ['what cannot be a string', Object.create(null), 'something that has no text'],
  ])('says the message of %s', (_what, error, message) => {
    const span = failedWith(error);

    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message });
    expect(span.events.map((event) => event.attributes?.['exception.message'])).toEqual([message]);
  });

  it('names the class of an error of another realm', () => {
    const span = failedWith(runInNewContext('new TypeError("no such user")'));

    expect(span.events[0]?.attributes).toMatchObject({
      'exception.type': 'TypeError',
      'exception.stacktrace': expect.stringContaining('TypeError: no such user'),
    });
  });

  it('records no exception where there is none', () => {
    const span = failedWith(undefined);

    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span.events).toEqual([]);
  });
});
