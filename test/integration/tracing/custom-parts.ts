import {
  type Attributes,
  type Context,
  type SpanKind,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import type { ReportedSpan, SpanReporter } from 'nestjs-telemetry';

/** Keeps what is reported. */
export class ListReporter implements SpanReporter {
  readonly spans: ReportedSpan[] = [];
  closed = 0;

  report(span: ReportedSpan): void {
    this.spans.push(span);
  }

  async close(): Promise<void> {
    this.closed++;
  }

  named(name: string): ReportedSpan | undefined {
    return this.spans.find((span) => span.operationName === name);
  }
}

/** Leaves one path out, whoever asks. */
export class PathSampler implements Sampler {
  constructor(private readonly path: string) {}

  shouldSample(
    _context: Context,
    _traceId: string,
    _name: string,
    _kind: SpanKind,
    attributes: Attributes,
  ): SamplingResult {
    const isLeftOut = attributes['url.path'] === this.path;
    return isLeftOut
      ? { decision: SamplingDecision.NOT_RECORD }
      : { decision: SamplingDecision.RECORD_AND_SAMPLED, attributes: { sampled_by: 'path' } };
  }

  toString(): string {
    return 'PathSampler';
  }
}

/** A house format: `x-house-trace: trace.span`. */
export class HousePropagator implements TextMapPropagator {
  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    const current = trace.getSpanContext(context);
    if (current !== undefined) setter.set(carrier, 'x-house-trace', `${current.traceId}.${current.spanId}`);
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const [, traceId, spanId] = /^(\w{32})\.(\w{16})$/.exec(String(getter.get(carrier, 'x-house-trace'))) ?? [];
    if (traceId === undefined || spanId === undefined) return context;
    return trace.setSpanContext(context, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true });
  }

  fields(): string[] {
    return ['x-house-trace'];
  }
}
