import { type Attributes, ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

export interface SpanDescription {
  /** Also the name, unless there is another. */
  readonly id: string;
  readonly name?: string;
  readonly parent?: string;
  readonly remoteParent?: boolean;
  readonly trace?: string;
  readonly startMs?: number;
  readonly durationMs?: number;
  /** The failure's message. */
  readonly error?: string;
  readonly attributes?: Attributes;
}

/** The SDK's own finished span, with short names for ids. */
export function finishedSpan(description: SpanDescription): ReadableSpan {
  const { id, name = id, parent, remoteParent = false, startMs = 0, durationMs = 1, error, attributes } = description;
  const traceId = traceIdOf(description.trace ?? 'trace');
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
    idGenerator: { generateTraceId: () => traceId, generateSpanId: () => hex(id, 16) },
  });
  const context =
    parent === undefined
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, {
          traceId,
          spanId: hex(parent, 16),
          traceFlags: TraceFlags.SAMPLED,
          isRemote: remoteParent,
        });
  const span = provider.getTracer('test').startSpan(name, { startTime: [1, startMs * 1e6] }, context);
  span.setAttributes(attributes ?? {});
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  span.end([1, (startMs + durationMs) * 1e6]);
  return exporter.getFinishedSpans()[0] as ReadableSpan;
}

export function traceIdOf(name: string): string {
  return hex(name, 32);
}

function hex(text: string, length: number): string {
  return Buffer.from(text).toString('hex').padEnd(length, '0').slice(0, length);
}
