import {
  type Attributes,
  type Context,
  context as contextApi,
  defaultTextMapSetter,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanOptions,
  type TextMapGetter,
  type TextMapSetter,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { consumeMessage } from '../described/consume-message.js';
import { MessageCarrier, messageGetter } from '../context/message-carrier.js';
import type { ConsumedMessage, PublishedMessage } from '../context/message.js';
import { publishMessage } from '../described/publish-message.js';
import { type TraceContext, traceContextOf } from '../context/trace-context.js';
import { describeBusinessCall, type TraceOperationOptions } from '../described/business-call.js';
import { describeCacheCall, type TraceCacheOptions } from '../described/cache-call.js';
import { functionOperation } from '../conventions/function/function.js';
import { describeQueryCall, type TraceQueryOptions } from '../described/query-call.js';
import type { DescribedCall } from '../described/described-call.js';
import { runDescribed } from '../described/run-described.js';
import { concludeByThrow, NO_FACTS, type Telemetry } from '../observation/index.js';
import { markFailed } from './mark-failed.js';
import type { TracingRuntime } from './runtime/tracing-runtime.js';

/**
 * Spans by hand, and the current trace.
 *
 * @example
 * const report = await tracing.run('build report', () => this.build(month), { attributes: { month } });
 */
export class Tracing {
  constructor(
    private readonly telemetry: Telemetry,
    private readonly runtime: TracingRuntime,
    private readonly tracer: Tracer,
  ) {}

  /**
   * Runs `fn` inside a span that ends when the result settles: a value, promise, Observable, async iterator or stream.
   * An error marks the span as failed, and the caller receives it.
   */
  run<T>(name: string, fn: () => T, options: { readonly attributes?: Attributes } = {}): T {
    const describe = (): DescribedCall => ({
      operation: functionOperation(String(name), undefined, options?.attributes),
      conclude: concludeByThrow,
    });
    return runDescribed(this.telemetry, 'a call of Tracing.run', describe, fn);
  }

  /**
   * Runs `fn`, which sends a message, as `@TracePublish` does: with a span, metrics, and the trace context in
   * `headers`.
   *
   * @example
   * const headers = {};
   * await tracing.publish({ system: 'kafka', destination: 'orders', headers }, () => producer.send(record(headers)));
   */
  publish<T>(message: PublishedMessage, fn: () => T): T {
    return publishMessage(this.telemetry, message, fn);
  }

  /**
   * Runs `fn`, which handles a message or a batch, as `@TraceConsume` does: as a unit of work with the sender's span as
   * parent.
   */
  consume<T>(message: ConsumedMessage, fn: () => T): T {
    return consumeMessage(this.telemetry, message, fn);
  }

  /**
   * Runs `fn`, which queries a database, as `@TraceQuery` does.
   *
   * @example
   * const text = 'SELECT * FROM users WHERE id = $1';
   * const users = await tracing.query({ system: 'postgresql', text, argumentCount: 1 }, () => database.query(text, [id]));
   */
  query<T>(query: TraceQueryOptions, fn: () => T): T {
    const describe = () => describeQueryCall(query, undefined, this.telemetry);
    return runDescribed(this.telemetry, 'a query', describe, fn);
  }

  /** Runs `fn`, which reads or writes a cache, as `@TraceCache` does. */
  cache<T>(access: TraceCacheOptions, fn: () => T): T {
    const describe = () => describeCacheCall(access, [], this.telemetry);
    return runDescribed(this.telemetry, 'a cache operation', describe, fn);
  }

  /** Runs `fn` as a business operation, as `@TraceOperation` does. */
  operation<T>(name: string, fn: () => T, options?: TraceOperationOptions): T {
    const describe = () => describeBusinessCall(String(name), options, [], this.telemetry);
    return runDescribed(this.telemetry, 'a business operation', describe, fn);
  }

  /** Starts a child span of the current span. You must end it. */
  startSpan(name: string, options?: SpanOptions, parent: Context = contextApi.active()): Span {
    const start = () => this.tracer.startSpan(String(name), options, parent);
    return this.ask('A span could not be started', start) ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  }

  /** The current span, if there is one. */
  currentSpan(): Span | undefined {
    return trace.getActiveSpan();
  }

  /** Trace id, span id and whether the trace is sampled; undefined outside any trace. */
  currentContext(): TraceContext | undefined {
    return traceContextOf();
  }

  /** Sets attributes on the current span. */
  setAttributes(attributes: Attributes): void {
    this.ask('Attributes could not be set', () => void trace.getActiveSpan()?.setAttributes(attributes));
  }

  /** Adds an event to the current span. */
  addEvent(name: string, attributes?: Attributes): void {
    this.ask('An event could not be added', () => void trace.getActiveSpan()?.addEvent(String(name), attributes));
  }

  /** Records an error on the current span, or on the given span, and marks it as failed. */
  recordError(error: unknown, span: Span | undefined = trace.getActiveSpan()): void {
    if (span !== undefined)
      this.ask('An error could not be recorded', () =>
        markFailed(span, { failed: true, error, facts: NO_FACTS, durationMs: 0 }),
      );
  }

  /** Writes the current trace context into a carrier, such as a message's headers. */
  inject<Carrier>(carrier: Carrier, setter: TextMapSetter<Carrier> = defaultTextMapSetter): Carrier {
    const inject = () => this.runtime.propagator.inject(contextApi.active(), carrier, setter);
    this.ask('The trace context could not be written', inject);
    return carrier;
  }

  /**
   * Extracts the context from a carrier. Malformed content is ignored. Without a getter, the carrier is an object or a
   * Map, and names are read in any case.
   */
  extract<Carrier>(carrier: Carrier, getter?: TextMapGetter<Carrier>): Context {
    const active = contextApi.active();
    const { propagator } = this.runtime;
    const extract = () => {
      if (getter !== undefined) return propagator.extract(active, carrier, getter);
      if (typeof carrier !== 'object' || carrier === null) return active;
      return propagator.extract(active, new MessageCarrier(carrier, this.telemetry.report), messageGetter);
    };
    return this.ask('The trace context could not be read', extract) ?? active;
  }

  /** Exports waiting spans. Rejects if an exporter fails. */
  flush(): Promise<void> {
    return this.runtime.flush();
  }

  /** Flushes and ends tracing. The module calls it when the application shuts down. */
  shutdown(): Promise<void> {
    return this.runtime.shutdown();
  }

  /** Runs a method of this service. Its errors never reach the caller. */
  private ask<Result>(problem: string, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.telemetry.report(problem, error);
      return undefined;
    }
  }
}
