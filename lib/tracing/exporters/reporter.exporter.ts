import { type ExportResult, ExportResultCode, hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { ReportedSpan, SpanReporter } from '../../options/span-reporter.js';
import { statusText } from '../status-text.js';
import { PartialFailure } from './exporter.sender.js';

/** Hands each span to a reporter. One that it throws at does not keep the others from it. */
export class ReporterExporter implements SpanExporter {
  constructor(private readonly reporter: SpanReporter) {}

  async export(spans: ReadableSpan[], done: (result: ExportResult) => void): Promise<void> {
    const failures: unknown[] = [];
    // Begun in order; a reporter that returns promises is waited for.
    await Promise.all(spans.map((span) => this.report(span).catch((error: unknown) => failures.push(error))));
    done(
      failures.length === 0
        ? { code: ExportResultCode.SUCCESS }
        : { code: ExportResultCode.FAILED, error: new PartialFailure(failures.length, failures[0]) },
    );
  }

  async shutdown(): Promise<void> {
    await this.reporter.close();
  }

  private async report(span: ReadableSpan): Promise<void> {
    await this.reporter.report(reported(span));
  }
}

function reported(span: ReadableSpan): ReportedSpan {
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    links: span.links.map(({ context }) => ({ traceId: context.traceId, spanId: context.spanId })),
    operationName: span.name,
    startTime: new Date(hrTimeToMilliseconds(span.startTime)),
    finishTime: new Date(hrTimeToMilliseconds(span.endTime)),
    startTimeMs: hrTimeToMilliseconds(span.startTime),
    durationMs: hrTimeToMilliseconds(span.duration),
    tags: span.attributes,
    logs: span.events.map(({ time, name, attributes }) => ({
      timestamp: new Date(hrTimeToMilliseconds(time)),
      name,
      fields: attributes ?? {},
    })),
    serviceName: String(span.resource.attributes[ATTR_SERVICE_NAME]),
    resource: span.resource.attributes,
    status: statusText(span.status),
    statusMessage: span.status.message,
  };
}
