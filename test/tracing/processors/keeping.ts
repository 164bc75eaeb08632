import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  createAlwaysRecordSampler,
  ParentBasedSampler,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { KeepOptions } from '../../../lib/options/keep.options.js';
import { KeepProcessor } from '../../../lib/tracing/processors/keep.processor.js';
import { KeepStatistics } from '../../../lib/tracing/processors/keep-statistics.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

export const REASON = 'nestjs.keep.reason';
export const MISSING = 'nestjs.keep.missing_spans';

/** A provider that samples nothing and keeps what matters, with a clock in the test's hand. */
export class Keeping {
  readonly statistics = new KeepStatistics();
  readonly reports: string[] = [];
  readonly exporter = new ExaminedSpanExporter();
  readonly processor: KeepProcessor;
  readonly provider: TracerProvider;
  now = 1_000;

  constructor(options: KeepOptions = {}) {
    this.processor = new KeepProcessor(
      [new SimpleSpanProcessor({ exporter: this.exporter })],
      {
        errors: true,
        slowerThanMs: 500,
        maxTraces: 100,
        maxSpans: 1_000,
        maxBytes: 1e9,
        maxAgeMs: 60_000,
        ...options,
      },
      this.statistics,
      (what) => this.reports.push(what),
      () => this.now,
    );
    this.provider = new TracerProvider({
      sampler: createAlwaysRecordSampler(new ParentBasedSampler({ root: new AlwaysOffSampler() })),
      spanProcessors: [this.processor],
    });
  }

  /** Starts a span below another one, or below what a context holds. */
  start(name: string, parent: Span | Context = ROOT_CONTEXT, startTime?: Date): Span {
    const context = 'spanContext' in parent ? trace.setSpan(ROOT_CONTEXT, parent) : parent;
    return this.provider.getTracer('test').startSpan(name, startTime === undefined ? {} : { startTime }, context);
  }

  get exported(): readonly ReadableSpan[] {
    return this.exporter.getFinishedSpans();
  }

  get names(): readonly string[] {
    return this.exported.map((span) => span.name);
  }

  /** What the exported spans say of why they were kept, by their names. */
  get reasons(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      this.exported.filter((span) => REASON in span.attributes).map((span) => [span.name, span.attributes[REASON]]),
    );
  }
}

export function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** The context of work that another process asked for. */
export function remoteParent(traceFlags: TraceFlags): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags,
    isRemote: true,
    traceState: createTraceState('vendor=1'),
  });
}
