import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReportedSpan, SpanReporter } from 'nestjs-telemetry';
import { ExporterSender } from '../../../lib/tracing/exporters/exporter.sender.js';
import { ReporterExporter } from '../../../lib/tracing/exporters/reporter.exporter.js';
import { finishedSpans } from './spans.js';

describe('a reporter', () => {
  it('gets all that there is to know of a span', async () => {
    const reported: ReportedSpan[] = [];
    const exporter = new ReporterExporter({ report: (span) => void reported.push(span), close: () => undefined });
    const provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'shop' }),
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
    });
    const span = provider.getTracer('test').startSpan('pay', {
      kind: SpanKind.CLIENT,
      startTime: new Date('2026-01-02T03:04:05.100Z'),
      attributes: { 'order.id': 7 },
    });
    span.addEvent('retried', { attempt: 2 }, new Date('2026-01-02T03:04:05.200Z'));
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'declined' });
    span.end(new Date('2026-01-02T03:04:05.350Z'));
    await provider.forceFlush();

    expect(reported).toEqual([
      {
        traceId: span.spanContext().traceId,
        spanId: span.spanContext().spanId,
        parentSpanId: undefined,
        links: [],
        operationName: 'pay',
        startTime: new Date('2026-01-02T03:04:05.100Z'),
        finishTime: new Date('2026-01-02T03:04:05.350Z'),
        startTimeMs: Date.parse('2026-01-02T03:04:05.100Z'),
        durationMs: 250,
        tags: { 'order.id': 7 },
        logs: [{ timestamp: new Date('2026-01-02T03:04:05.200Z'), name: 'retried', fields: { attempt: 2 } }],
        serviceName: 'shop',
        resource: { 'service.name': 'shop' },
        status: 'error',
        statusMessage: 'declined',
      },
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('ugly');
      },
    ],
    ['rejects', () => Promise.reject(new Error('ugly'))],
  ])('that %s at some spans gets the others; the loss is counted', async (_, fail) => {
    const names: string[] = [];
    const reporter: SpanReporter = {
      report: ({ operationName }) => {
        if (operationName === 'span 2' || operationName === 'span 4') return fail();
        names.push(operationName);
      },
      close: () => undefined,
    };
    const sender = new ExporterSender(new ReporterExporter(reporter), 1_000);
    expect(await sender.send(finishedSpans(5))).toEqual({
      kind: 'lost',
      reason: 'failed',
      error: new Error('ugly'),
      items: 2,
    });

    expect(names).toEqual(['span 1', 'span 3', 'span 5']);
  });
});
