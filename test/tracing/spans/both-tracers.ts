import { ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import { defaultResource } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ClockedTracer } from '../../../lib/tracing/spans/clocked.tracer.js';
import { SeededIds } from '../seeded-ids.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

export const REMOTE = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };
export const BELOW_REMOTE = trace.setSpanContext(ROOT_CONTEXT, REMOTE);

/** The SDK's tracer and ours, with the same ids. */
export function tracers(
  sampler: Sampler = new AlwaysOnSampler(),
): { tracer: Tracer; finished: () => ReadableSpan[] }[] {
  const [theirs, ours] = [new ExaminedSpanExporter(), new ExaminedSpanExporter()];
  const sdk = new TracerProvider({
    sampler,
    idGenerator: new SeededIds(1),
    spanProcessors: [new SimpleSpanProcessor({ exporter: theirs })],
  });
  const processors = [new SimpleSpanProcessor({ exporter: ours })];
  const own = new ClockedTracer(
    { scope: { name: 'test', version: '', schemaUrl: '' }, resource: defaultResource(), processors },
    { sampler, ids: new SeededIds(1), hasRandomIds: false },
  );
  return [
    { tracer: sdk.getTracer('test', ''), finished: () => theirs.getFinishedSpans() },
    { tracer: own, finished: () => ours.getFinishedSpans() },
  ];
}

/** What exporters read. Times that were not given differ between two spans. */
export function shown(span: ReadableSpan, withTimes: boolean): object {
  const { name, kind, parentSpanContext, status, attributes, links, ended } = span;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount, startTime, endTime, duration } = span;
  return {
    name,
    kind,
    parentSpanContext,
    status,
    attributes,
    links,
    ended,
    droppedAttributesCount,
    droppedEventsCount,
    droppedLinksCount,
    context: span.spanContext(),
    events: span.events.map((event) => (withTimes ? event : { ...event, time: undefined })),
    ...(withTimes ? { startTime, endTime, duration } : {}),
  };
}
