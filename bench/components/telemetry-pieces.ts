import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import { cacheOperation, concludeLookup, isHit } from '../../lib/conventions/cache/cache.js';
import { httpRoute, httpServerOperation, httpServerResult } from '../../lib/conventions/http-server/http-server.js';
import { LOG_EVENTS, METRIC_FAMILIES } from '../../lib/conventions/index.js';
import { LoggingObserver } from '../../lib/logging/logging.observer.js';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import { MetricsObserver } from '../../lib/metrics/metrics.observer.js';
import { type Observer, Telemetry } from '../../lib/observation/index.js';
import { resolveOptions } from '../../lib/telemetry.options.js';
import { createTracerProvider } from '../../lib/tracing/tracer-provider.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import type { Piece } from './micro.js';
import { NO_EXPORTER, NO_STREAM } from './sinks.js';

const CACHE_GET = cacheOperation({ system: 'memory', operation: 'get' });
const CONCLUDE = concludeLookup(isHit);
const ROUTE = httpRoute('GET', '/users/:id');
/** As often as a batch of spans is full: the queue must not overflow. */
const YIELD_EVERY = 1_000;

/** A call inside a request, and a whole request, with one observer after the other and with all of them. */
export async function telemetryPieces(): Promise<Piece[]> {
  const tracing = await tracingObserver(1);
  const unsampled = await tracingObserver(0);
  const metrics = new MetricsObserver(new Registry(), METRIC_FAMILIES);
  const logging = new LoggingObserver(
    createRootLogger(resolveOptions({ logging: { format: 'json' } }), NO_STREAM),
    LOG_EVENTS,
    resolveOptions({}).logging,
  );
  const sets: ReadonlyArray<readonly [string, readonly Observer[]]> = [
    ['no observers', []],
    ['tracing, unsampled', [unsampled]],
    ['tracing, batch processor', [tracing]],
    ['metrics', [metrics]],
    ['logging', [logging]],
    ['all', [tracing, metrics, logging]],
  ];
  return [
    ...sets.map(([name, observers]) => insideRequest(`Telemetry.run, sync, ${name}`, observers, () => 1)),
    ...sets.map(([name, observers]) => insideRequest(`Telemetry.run, promise, ${name}`, observers, async () => 1)),
    ...sets.map(([name, observers]) => wholeRequest(`request begin to end, ${name}`, observers)),
  ];
}

function insideRequest(name: string, observers: readonly Observer[], fn: () => unknown): Piece {
  const telemetry = telemetryOf(observers);
  const { context } = telemetry.beginUnit(requestOperation(0), ROOT_CONTEXT);
  return {
    name,
    run: (times) =>
      contextApi.with(context, async () => {
        for (let at = 0; at < times; at++) {
          await telemetry.run(CACHE_GET, fn, CONCLUDE);
          if (at % YIELD_EVERY === 0) await new Promise(setImmediate);
        }
      }),
  };
}

function wholeRequest(name: string, observers: readonly Observer[]): Piece {
  const telemetry = telemetryOf(observers);
  return {
    name,
    run: async (times) => {
      for (let at = 0; at < times; at++) {
        const operation = requestOperation(at);
        const observation = telemetry.beginUnit(operation, ROOT_CONTEXT);
        observation.describe({ ...operation, name: ROUTE.name, labels: ROUTE.labels });
        observation.end(
          httpServerResult({
            statusCode: 200,
            bodySizeBytes: 27,
            how: 'sent',
            error: undefined,
            errorStatusFrom: 500,
          }),
        );
        if (at % YIELD_EVERY === 0) await new Promise(setImmediate);
      }
    },
  };
}

function requestOperation(id: number) {
  return httpServerOperation({
    method: 'GET',
    path: `/users/${id % 100}`,
    scheme: 'http',
    server: { address: '127.0.0.1', port: 3000 },
    clientAddress: '127.0.0.1',
    userAgent: 'nestjs-telemetry-bench',
    protocolVersion: '1.1',
  });
}

function telemetryOf(observers: readonly Observer[]): Telemetry {
  return new Telemetry(observers, (what, error) => {
    throw new Error(what, { cause: error });
  });
}

async function tracingObserver(samplingRatio: number): Promise<TracingObserver> {
  const options = resolveOptions({
    tracing: { exporter: NO_EXPORTER, samplingRatio, batch: { maxExportBatchSize: 512 } },
  });
  return new TracingObserver((await createTracerProvider(options)).getTracer('bench'), true);
}
