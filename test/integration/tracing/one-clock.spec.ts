import { jest } from '@jest/globals';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { trace } from '@opentelemetry/api';

import { Logger, type ReportedSpan, Span, Tracing } from 'nestjs-telemetry';
import { ZipkinReceiver } from '../exporters/zipkin-receiver.js';
import { LogReceiver } from '../logging/log-receiver.js';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { OtlpGrpcReceiver } from '../otlp/otlp-grpc-receiver.js';
import { OtlpReceiver, type ReceivedSpan } from '../otlp/otlp-receiver.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

const REQUESTS = 1_000;
const AT_ONCE = 20;

class Steps {
  @Span()
  first(): number {
    return 1;
  }

  @Span()
  second(): number {
    return this.first() + this.first();
  }

  @Span()
  async third(): Promise<number> {
    await Promise.resolve();
    return this.second();
  }
}

@Controller()
class WorkController {
  constructor(
    private readonly steps: Steps,
    @Inject(Tracing) private readonly tracing: Tracing,
    @Inject(Logger) private readonly logger: Logger,
  ) {}

  @Get('work')
  async work(): Promise<string> {
    this.logger.info('begins');
    this.steps.first();
    this.steps.second();
    this.tracing.startSpan('by hand').end();
    trace.getTracer('a library').startSpan('by a library').end();
    await this.steps.third();
    this.logger.info('goes on');
    this.logger.info('ends');
    return 'done';
  }
}
Reflect.defineMetadata('design:paramtypes', [Steps, Tracing, Logger], WorkController);

@Module({ controllers: [WorkController], providers: [Steps] })
class WorkModule {}

interface Timed {
  readonly trace: string;
  readonly id: string;
  readonly parent: string | undefined;
  readonly start: bigint;
  readonly end: bigint;
}

function timed({ traceId, spanId, parentSpanId, start, end }: ReceivedSpan): Timed {
  return { trace: traceId, id: spanId, parent: parentSpanId, start, end };
}

/** Siblings run one after the other here. */
function faults(spans: readonly Timed[]): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const found: string[] = [];
  for (const [parentId, siblings] of Map.groupBy(spans, ({ parent }) => parent)) {
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    if (parent === undefined) continue;
    const inOrder = siblings.toSorted((a, b) => Number(a.start - b.start));
    for (const [at, { start, end }] of inOrder.entries()) {
      const before = inOrder[at - 1];
      if (end < start) found.push('negative');
      if (start < parent.start || end > parent.end) found.push('outside');
      if (before !== undefined && before.start === start) found.push('tie');
      if (before !== undefined && before.end > start) found.push('overlap');
    }
  }
  return found;
}

async function request(url: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    const answers = Array.from({ length: AT_ONCE }, () => fetch(`${url}/work`).then((answer) => answer.text()));
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['done']));
  }
}

function nanosecondsOf(timestamp: string): bigint {
  const [dateTime = '', fraction = ''] = timestamp.replace('Z', '').split('.');
  return BigInt(Date.parse(`${dateTime}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

afterEach(() => jest.restoreAllMocks());

describe('Times of spans and lines', () => {
  it.each(ADAPTERS)(
    'have no tie, no overlap and no child outside its parent, in every format, on %s',
    async (adapter) => {
      const [otlp, json, grpc] = [
        await OtlpReceiver.start(),
        await OtlpReceiver.start(),
        await OtlpGrpcReceiver.start(),
      ];
      const [zipkin, logs] = [await ZipkinReceiver.start(), await LogReceiver.start()];
      const reported: ReportedSpan[] = [];
      const memory = new ExaminedSpanExporter();
      const observed = await startObserved(
        adapter,
        { imports: [WorkModule] },
        {
          tracing: {
            exporter: [
              memory,
              { type: 'otlp', endpoint: otlp.endpoint },
              { type: 'otlp', endpoint: json.endpoint, protocol: 'http/json' },
              { type: 'otlp', endpoint: grpc.endpoint, protocol: 'grpc' },
              { type: 'zipkin', endpoint: zipkin.endpoint },
              { report: (span) => void reported.push(span), close: () => undefined },
            ],
            batch: { maxQueueSize: 50_000 },
          },
          logging: { otlp: { endpoint: logs.endpoint, maxQueueSize: 50_000 } },
        },
      );
      await request(observed.url, REQUESTS);
      await observed.app.get(Tracing).flush();
      const finished = memory.getFinishedSpans();
      const lines = observed.lines() as unknown as { message: string; timestamp: string; trace_id?: string }[];
      await observed.close();
      grpc.close();
      await Promise.all([otlp.close(), json.close(), zipkin.close(), logs.close()]);

      const spansOfRequest = 11;
      const formats: Record<string, readonly Timed[]> = {
        'http/protobuf': otlp.spans.map(timed),
        'http/json': json.spans.map(timed),
        grpc: grpc.spans.map(timed),
        zipkin: zipkin.spans.map(({ traceId, id, parentId, timestamp = 0, duration = 0 }) => {
          return { trace: traceId, id, parent: parentId, start: BigInt(timestamp), end: BigInt(timestamp + duration) };
        }),
        reported: reported.map(({ traceId, spanId, parentSpanId, startTimeMs, durationMs }) => ({
          trace: traceId,
          id: spanId,
          parent: parentSpanId,
          start: BigInt(Math.round(startTimeMs * 1e3)),
          end: BigInt(Math.floor(startTimeMs * 1e3 + durationMs * 1e3)),
        })),
      };
      for (const [name, spans] of Object.entries(formats)) {
        expect([name, spans.length]).toEqual([name, REQUESTS * spansOfRequest]);
        expect([name, faults(spans)]).toEqual([name, []]);
      }

      // Each line lies within its request's span, in its own order, on stdout and over OTLP.
      const roots = new Map(
        finished
          .filter(({ parentSpanContext }) => parentSpanContext === undefined)
          .map((span) => [span.spanContext().traceId, span]),
      );
      const written = Map.groupBy(lines, ({ trace_id: traceId }) => traceId);
      const received = Map.groupBy(logs.records, ({ traceId }) => traceId);
      expect(roots.size).toBe(REQUESTS);
      for (const [traceId, root] of roots) {
        const own = written.get(traceId) ?? [];
        const times = own.map(({ timestamp }) => nanosecondsOf(timestamp));
        const start = BigInt(root.startTime[0]) * 1_000_000_000n + BigInt(root.startTime[1]);
        expect(own.map(({ message }) => message).slice(0, 3)).toEqual(['begins', 'goes on', 'ends']);
        expect(times).toEqual(times.toSorted((a, b) => Number(a - b)));
        expect(new Set(times).size).toBe(times.length);
        expect((times[0] ?? 0n) >= start).toBe(true);
        const sorted = (received.get(traceId) ?? []).toSorted((a, b) => Number(a.time - b.time));
        expect(sorted.map(({ body }) => body)).toEqual(own.map(({ message }) => message));
        // A record has nanoseconds, and the text of a line microseconds.
        expect(sorted.map(({ time }) => time - (time % 1_000n))).toEqual(times);
      }
    },
  );

  it('of a request under way stay in order when the wall clock jumps', async () => {
    const observed = await startObserved('fastify', { imports: [WorkModule] });
    const tracing = observed.app.get(Tracing);
    const realNow = Date.now.bind(Date);
    const jump = (ms: number) => jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ms);
    for (const ms of [-3_600_000, 7_200_000]) {
      tracing.run('outer', () => {
        observed.app.get(Logger).info('before');
        tracing.run('inner before', () => undefined);
        jump(ms);
        tracing.run('inner after', () => undefined);
        observed.app.get(Logger).info('after');
      });
    }
    await request(observed.url, AT_ONCE);
    const spans = await observed.spans();
    const lines = observed.lines() as unknown as { message: string; timestamp: string }[];
    await observed.close();
    const timed = spans.map((span) => ({
      trace: span.spanContext().traceId,
      id: span.spanContext().spanId,
      parent: span.parentSpanContext?.spanId,
      start: BigInt(span.startTime[0]) * 1_000_000_000n + BigInt(span.startTime[1]),
      end: BigInt(span.endTime[0]) * 1_000_000_000n + BigInt(span.endTime[1]),
    }));
    expect(faults(timed)).toEqual([]);
    const times = lines
      .filter(({ message }) => /^(before|after)$/.test(message))
      .map(({ timestamp }) => Date.parse(timestamp));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeLessThan(60_000);
    expect((times[0] ?? 0) - (times[2] ?? 0)).toBeGreaterThan(3_000_000);
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBeLessThan(60_000);
  });
});
