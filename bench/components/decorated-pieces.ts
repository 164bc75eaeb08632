import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { Span } from '../../lib/decorators/span.decorator.js';
import { Telemetry } from '../../lib/observation/index.js';
import { resolveOptions } from '../../lib/telemetry.options.js';
import { createTracerProvider } from '../../lib/tracing/tracer-provider.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import type { Piece } from './micro.js';
import { NO_EXPORTER } from './sinks.js';

/** The batch of spans must not outgrow its queue. */
const YIELD_EVERY = 1_000;

class Prices {
  private calls = 0;

  plain(): number {
    return this.calls++;
  }

  @Span('price')
  decorated(): number {
    return this.calls++;
  }

  async plainPromise(): Promise<number> {
    return this.calls++;
  }

  @Span('price')
  async decoratedPromise(): Promise<number> {
    return this.calls++;
  }
}

type Method = 'plain' | 'decorated' | 'plainPromise' | 'decoratedPromise';

/** A method with `@Span` against the same method without, in a request that is sampled and in one that is not. */
export async function decoratedPieces(): Promise<Piece[]> {
  const unsampled = await requestPieces(0);
  const sampled = await requestPieces(1);
  return [
    unsampled('plain', 'method, plain'),
    unsampled('decorated', 'method with @Span, unsampled trace'),
    sampled('decorated', 'method with @Span, sampled trace'),
    unsampled('plainPromise', 'async method, plain'),
    unsampled('decoratedPromise', 'async method with @Span, unsampled trace'),
    sampled('decoratedPromise', 'async method with @Span, sampled trace'),
  ];
}

async function requestPieces(samplingRatio: number): Promise<(method: Method, name: string) => Piece> {
  const options = resolveOptions({
    tracing: { exporter: NO_EXPORTER, samplingRatio, batch: { maxExportBatchSize: 512 } },
  });
  const tracer = (await createTracerProvider(options)).getTracer('bench');
  const telemetry = new Telemetry([new TracingObserver(tracer, true)], (what, error) => {
    throw new Error(what, { cause: error });
  });
  const request = { kind: 'http.server', name: 'GET', labels: {}, attributes: {} };
  const { context } = telemetry.beginUnit(request, ROOT_CONTEXT);
  const prices = new Prices();
  return (method, name) => ({
    name,
    run: (times) =>
      contextApi.with(context, async () => {
        for (let at = 0; at < times; at++) {
          const value = prices[method]();
          if (typeof value === 'object') await value;
          if (at % YIELD_EVERY === 0) await new Promise(setImmediate);
        }
      }),
  });
}
