import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { Tracing } from 'nestjs-telemetry';
import type { ObservedApplication } from '../observed-application.js';

/** The spans of queries, in the order in which they began. */
export function queriesOf(spans: readonly ReadableSpan[]): readonly ReadableSpan[] {
  return spans.filter((span) => span.attributes['db.system.name'] !== undefined).toSorted(byStart);
}

function byStart(one: ReadableSpan, other: ReadableSpan): number {
  return compare(one.startTime, other.startTime) || compare(one.endTime, other.endTime);
}

function compare(one: ReadableSpan['startTime'], other: ReadableSpan['startTime']): number {
  return one[0] - other[0] || one[1] - other[1];
}

/** Runs `work` below a span of its own, and gives the spans of the queries that were made directly there. */
export async function tracedQueries(
  observed: ObservedApplication,
  work: () => Promise<unknown>,
): Promise<readonly ReadableSpan[]> {
  await observed.app.get(Tracing).run('work', work);
  const spans = await observed.spans();
  const parent = spans.findLast(({ name }) => name === 'work')?.spanContext().spanId;
  return queriesOf(spans).filter((span) => span.parentSpanContext?.spanId === parent);
}

/** One attribute of each span. */
export function each(spans: readonly ReadableSpan[], attribute: string): readonly unknown[] {
  return spans.map(({ attributes }) => attributes[attribute]);
}
