import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { register, Telemetry } from '../../lib/observation/index.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import '../observation/observed-call.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

/** Telemetry for decorators, with its spans and its faults. */
export class WatchedMessages {
  readonly faults: string[] = [];
  readonly telemetry: Telemetry;
  private readonly exporter = new ExaminedSpanExporter();
  private readonly provider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: this.exporter })],
  });

  constructor() {
    this.telemetry = new Telemetry(
      [new TracingObserver(this.provider.getTracer('test'))],
      (what) => this.faults.push(what),
      new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
    );
  }

  register(): () => void {
    return register(this.telemetry);
  }

  reset(): void {
    this.exporter.reset();
    this.faults.length = 0;
  }

  async spans(): Promise<readonly ReadableSpan[]> {
    await this.provider.forceFlush();
    return this.exporter.getFinishedSpans();
  }

  async onlySpan(): Promise<ReadableSpan> {
    const all = await this.spans();
    expect(all).toHaveLength(1);
    return all[0] as ReadableSpan;
  }
}

export const TRACE = '0af7651916cd43dd8448eb211c80319c';
export const PARENT = 'b7ad6b7169203331';
export const TRACEPARENT = `00-${TRACE}-${PARENT}-01`;
