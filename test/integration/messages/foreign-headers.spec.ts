import { randomBytes } from 'node:crypto';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, type MicroserviceOptions } from '@nestjs/microservices';
import { type Context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { type Observer, type Operation, TelemetryModule, Tracing } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { describeWithKafka } from '../kafka/describe-with-kafka.js';
import { describeWithServer } from '../tcp-server.js';
import { subscribed } from '../transports/subscribed.js';
import { FOREIGN_SENDERS, type ForeignSender, type Headers, type Shape } from './foreign-senders.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

const unique = `foreign-${process.pid}-${randomBytes(3).toString('hex')}`;
const REQUEST = `${unique}-request`;
const EVENT = `${unique}-event`;
const NOBODY = `${unique}-nobody`;
const LONGEST_MS = 60_000;
const SPAN_ID = '00f067aa0ba902b7';

@Controller()
class Handlers {
  @MessagePattern(REQUEST)
  answer(): string {
    return 'answer';
  }

  @EventPattern(EVENT)
  hear(_data: unknown): void {}
}

/** What a handling joined; the trace id is undefined for a new trace. */
interface Joined {
  readonly traceId: string;
  readonly sampled: boolean;
}

class Joins implements Observer {
  readonly name = 'joins';
  readonly seen: Joined[] = [];

  begin({ kind }: Operation, context: Context): undefined {
    if (kind !== 'messaging.process') return;
    const { traceId, traceFlags } = trace.getSpanContext(context) ?? { traceId: '', traceFlags: 0 };
    this.seen.push({ traceId, sampled: (traceFlags & 1) === 1 });
  }
}

type Made = readonly [name: string, headers: (traceId: string) => Headers, sampled: boolean];

const w3c = (name: string, flags: string, sampled: boolean): Made => [
  `${name} ${flags}`,
  (traceId) => ({ [name]: `00-${traceId}-${SPAN_ID}-${flags}` }),
  sampled,
];
const b3 = (name: string, state: string, sampled: boolean): Made => [
  `${name} ${state}`,
  (traceId) => ({ [name]: `${traceId}-${SPAN_ID}-${state}` }),
  sampled,
];
const jaeger = (name: string, flags: string, sampled: boolean): Made => [
  `${name} ${flags}`,
  (traceId) => ({ [name]: `${traceId}:${SPAN_ID}:0:${flags}` }),
  sampled,
];
const multi = (names: readonly [string, string, string], value: string, sampled: boolean): Made => [
  `${names.join(', ')} ${value}`,
  (traceId) => ({ [names[0]]: traceId, [names[1]]: SPAN_ID, [names[2]]: value }),
  sampled,
];

const VARIANTS: readonly Made[] = [
  ...['traceparent', 'Traceparent', 'TRACEPARENT', 'TraceParent'].flatMap((name) => [
    w3c(name, '01', true),
    w3c(name, '00', false),
  ]),
  ...['b3', 'B3'].flatMap((name) => [b3(name, '1', true), b3(name, '0', false), b3(name, 'd', true)]),
  ...['uber-trace-id', 'Uber-Trace-Id', 'UBER-TRACE-ID'].flatMap((name) => [
    jaeger(name, '01', true),
    jaeger(name, '00', false),
    jaeger(name, '02', true),
    jaeger(name, '3', true),
  ]),
  multi(['x-b3-traceid', 'x-b3-spanid', 'x-b3-sampled'], '1', true),
  multi(['X-B3-TraceId', 'X-B3-SpanId', 'X-B3-Sampled'], '1', true),
  multi(['X-B3-TRACEID', 'X-B3-SPANID', 'X-B3-SAMPLED'], '0', false),
  multi(['X-B3-TraceId', 'X-B3-SpanId', 'X-B3-Flags'], '1', true),
  [
    'the same twice, in two cases',
    (traceId) => ({
      traceparent: `00-${traceId}-${SPAN_ID}-00`,
      Traceparent: `00-${traceId}-${SPAN_ID}-00`,
    }),
    false,
  ],
];

const SHAPES: ReadonlyArray<readonly [name: string, pattern: string, shape: Shape]> = [
  ['a request', REQUEST, { envelope: true, request: true }],
  ['an event', EVENT, { envelope: true, request: false }],
  ['an event without the envelope', EVENT, { envelope: false, request: false }],
  ['a request without a handler', NOBODY, { envelope: true, request: true }],
  ['an event without a handler', NOBODY, { envelope: true, request: false }],
];

for (const { name, port, start } of FOREIGN_SENDERS) {
  const describeOn = (title: string, tests: () => void) =>
    port === 'kafka' ? describeWithKafka(title, tests) : describeWithServer(name, port, title, tests);

  describeOn(`Headers of a foreign sender over ${name}`, () => {
    let sender: ForeignSender;
    let app: INestMicroservice;
    let joins: Joins;
    let exporter: InMemorySpanExporter;

    beforeAll(async () => {
      sender = await start(unique, [REQUEST, EVENT]);
      joins = new Joins();
      exporter = new ExaminedSpanExporter();
      const telemetry = TelemetryModule.forRoot({
        tracing: { exporter, propagators: ['tracecontext', 'b3', 'jaeger'] },
        logging: { level: 'silent' },
        observers: [joins],
      });
      class Observed {}
      Module({ imports: [telemetry], controllers: [Handlers] })(Observed);
      app = await NestFactory.createMicroservice<MicroserviceOptions>(Observed, { ...sender.options, logger: false });
      await app.listen();
      await subscribed(app, sender.options);
    }, LONGEST_MS);
    beforeEach(() => {
      joins.seen.length = 0;
      exporter.reset();
    });
    afterAll(async () => {
      await app?.close();
      await sender?.close();
    }, LONGEST_MS);

    const shapes = SHAPES.filter(([title, pattern, { envelope }]) => {
      const without = title.includes('without the envelope') && ['TCP', 'Redis', 'RabbitMQ'].includes(name);
      const unheard = pattern === NOBODY && !['TCP', 'RabbitMQ'].includes(name);
      return !without && !unheard && (envelope || name !== 'TCP');
    });

    it.each(shapes)(
      'have the sender’s trace and decision in every case and format: %s',
      async (_title, pattern, shape) => {
        const sent = VARIANTS.map(([variant, headers, sampled]) => {
          const traceId = randomBytes(16).toString('hex');
          return { variant, traceId, sampled, headers: headers(traceId) };
        });
        for (const { headers } of sent) await sender.send(pattern, headers, shape);
        await until(() => joins.seen.length >= sent.length);
        const seen = new Map(joins.seen.map((joined) => [joined.traceId, joined]));
        const expected = sent.map(({ variant, traceId, sampled }) => [variant, { traceId, sampled }]);
        expect(sent.map(({ variant, traceId }) => [variant, seen.get(traceId)])).toEqual(expected);
        await app.get(Tracing).flush();
        const exported = new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId));
        await until(async () => {
          await app.get(Tracing).flush();
          for (const span of exporter.getFinishedSpans()) exported.add(span.spanContext().traceId);
          return exported.size >= sent.filter(({ sampled }) => sampled).length;
        });
        expect(sent.filter(({ traceId, sampled }) => exported.has(traceId) !== sampled)).toEqual([]);
      },
      LONGEST_MS,
    );

    it('join neither of two traces', async () => {
      const [one, other] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
      const two = [one, other].map((traceId) => `00-${traceId}-${SPAN_ID}-01`);
      await sender.send(
        EVENT,
        { traceparent: two[0] ?? '', Traceparent: two[1] ?? '' },
        { envelope: true, request: false },
      );
      if (name !== 'RabbitMQ') await sender.send(EVENT, { traceparent: two }, { envelope: true, request: false });
      const count = name === 'RabbitMQ' ? 1 : 2;
      await until(() => joins.seen.length >= count);
      expect(joins.seen.filter(({ traceId }) => traceId === one || traceId === other)).toEqual([]);
      expect(joins.seen.map(({ sampled }) => sampled)).toEqual(Array.from({ length: count }, () => true));
    });
  });
}
