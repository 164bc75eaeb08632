import { context as contextApi, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { Counter, Histogram, Registry } from 'prom-client';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import { resolveOptions } from '../../lib/telemetry.options.js';
import type { Piece } from './micro.js';
import { NO_STREAM } from './sinks.js';

/** What the libraries below us cost alone. */
export function floorPieces(): Piece[] {
  const tracer = new TracerProvider().getTracer('bench');
  const registers = [new Registry()];
  const counter = new Counter({ name: 'floor_total', help: 'floor', labelNames: ['label'], registers });
  const histogram = new Histogram({ name: 'floor_seconds', help: 'floor', labelNames: ['label'], registers });
  const keptCounter = counter.labels({ label: 'a' });
  const keptHistogram = histogram.labels({ label: 'a' });
  const root = createRootLogger(resolveOptions({ logging: { format: 'json' } }), NO_STREAM);
  const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 });
  return [
    each('await of a promise', async () => 1),
    each('context.with', () => contextApi.with(ROOT_CONTEXT, () => 1)),
    each('trace.setSpan', () => trace.setSpan(ROOT_CONTEXT, span)),
    each('performance.now', () => performance.now()),
    each('span of the SDK, no processor', () => tracer.startSpan('floor', { attributes: { a: 1, b: 'b' } }).end()),
    each('counter.inc, kept series', () => keptCounter.inc()),
    each('histogram.observe, kept series', () => keptHistogram.observe(0.003)),
    each('line of the root logger', () => root.info({ trace_id: 'a', fields: { a: 1, b: 'b' } }, 'floor')),
  ];
}

function each(name: string, fn: () => unknown): Piece {
  return {
    name: `floor: ${name}`,
    run: async (times) => {
      for (let at = 0; at < times; at++) {
        const value = fn();
        if (value instanceof Promise) await value;
      }
    },
  };
}
