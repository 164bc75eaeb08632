import { Controller } from '@nestjs/common';
import { ClientKafka, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';
import { Partitioners } from 'kafkajs';
import { Tracing } from 'nestjs-telemetry';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import { until } from '../../until.js';
import { describeWithKafka } from '../kafka/describe-with-kafka.js';
import { MockCluster } from '../kafka/mock-cluster.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';

const asked = `asked-${process.pid}`;
const told = `told-${process.pid}`;

interface KafkaMessage {
  readonly key?: string;
  readonly value: string;
  readonly headers?: Record<string, string>;
}

const heard: unknown[] = [];

@Controller()
class Handlers {
  @MessagePattern(asked)
  answer(@Payload() data: unknown): string {
    return JSON.stringify(data);
  }

  @EventPattern(told)
  hear(@Payload() data: unknown): void {
    heard.push(data);
  }
}

const value = (data: unknown): string => JSON.stringify({ own: data });
/** Sent again and again, as it is. */
const SHARED: KafkaMessage = Object.freeze({ value: value('shared'), headers: Object.freeze({ mine: 'yes' }) });

const SERIALIZERS: Readonly<Record<string, (data: unknown) => KafkaMessage | Promise<KafkaMessage>>> = {
  'with headers': (data) => ({ value: value(data), headers: { mine: 'yes' } }),
  'without headers': (data) => ({ key: 'key', value: value(data) }),
  'that takes its time': async (data) => ({ value: value(data) }),
  'that makes one message for all': () => SHARED,
};

describeWithKafka('serializers of the application over Kafka', () => {
  let cluster: MockCluster;
  let observed: ObservedApplication;
  let client: ClientKafka;
  let serialize = value as (data: unknown) => unknown;
  const connection = () => ({
    client: { clientId: asked, brokers: [cluster.broker] },
    consumer: { groupId: asked, maxWaitTimeInMs: 20 },
    producer: { createPartitioner: Partitioners.DefaultPartitioner },
    subscribe: { fromBeginning: true },
  });

  beforeAll(async () => {
    cluster = await MockCluster.start([asked, `${asked}.reply`, told]);
    observed = await startObserved('express', { controllers: [Handlers] }, {}, (app) => {
      app.connectMicroservice({ transport: Transport.KAFKA, options: connection() });
    });
    await observed.app.startAllMicroservices();
    client = new ClientKafka({ ...connection(), serializer: { serialize: (data: unknown) => serialize(data) } });
    client.subscribeToResponseOf(asked);
    await client.connect();
  }, 60_000);

  afterAll(async () => {
    await client.close();
    await observed.close();
    await cluster.close();
  });

  it.each(Object.entries(SERIALIZERS))(
    '%s leave the trace in requests, events and batches',
    async (_title, own) => {
      serialize = own;
      await observed.reset();
      heard.length = 0;
      await observed.app.get(Tracing).run('caller', async () => {
        expect(await firstValueFrom(client.send(asked, 1))).toMatchObject({ own: expect.anything() });
        await lastValueFrom(client.emit(told, 2), { defaultValue: undefined });
        await lastValueFrom(client.emitBatch(told, { messages: [3, 4] }), { defaultValue: undefined });
      });
      await until(() => heard.length === 3);
      const spans = async (kind: SpanKind) => (await observed.spans()).filter((span) => span.kind === kind);
      await until(async () => (await spans(SpanKind.CONSUMER)).length === 4);
      const sent = (await spans(SpanKind.PRODUCER)).map((span) => span.spanContext().spanId);
      const parents = (await spans(SpanKind.CONSUMER)).map(({ parentSpanContext }) => parentSpanContext?.spanId);
      expect(new Set(parents)).toEqual(new Set(sent));
      expect(sent).toHaveLength(3);
      expect(observed.lines().filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
      expect(SHARED.headers).toEqual({ mine: 'yes' });
    },
    20_000,
  );
});
