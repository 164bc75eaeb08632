import { Injectable, Module } from '@nestjs/common';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { Span, type TelemetryOptions } from 'nestjs-telemetry';
import { type ObservedApplication, startObserved } from '../observed-application.js';

/** Does in one unit of work, below the span `work`, what a test hands over. */
@Injectable()
export class Worker {
  @Span('work')
  async work<T>(task: () => Promise<T>): Promise<T> {
    return task();
  }
}

export interface CacheApplication extends ObservedApplication {
  work<T>(task: () => Promise<T>): Promise<T>;
  /** The names of what happened directly below `work`, in the order of their beginning. */
  below(): Promise<readonly string[]>;
  children(): Promise<readonly ReadableSpan[]>;
}

export async function startCaching(
  options: TelemetryOptions = {},
  imports: readonly (new () => unknown)[] = [],
): Promise<CacheApplication> {
  @Module({ imports: [...imports], providers: [Worker] })
  class CachingModule {}
  const observed = await startObserved('express', { imports: [CachingModule] }, options);
  const children = async () => {
    const spans = await observed.spans();
    const roots = new Set(spans.filter(({ name }) => name === 'work').map((span) => span.spanContext().spanId));
    return spans
      .filter(({ parentSpanContext }) => roots.has(parentSpanContext?.spanId ?? ''))
      .toSorted((one, other) => nanoseconds(one) - nanoseconds(other));
  };
  return {
    ...observed,
    work: (task) => observed.app.get(Worker).work(task),
    children,
    below: async () => (await children()).map(({ name }) => name),
  };
}

function nanoseconds({ startTime: [seconds, rest] }: ReadableSpan): number {
  return seconds * 1e9 + rest;
}
