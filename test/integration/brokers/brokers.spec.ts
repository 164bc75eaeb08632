import { Injectable } from '@nestjs/common';
import amqp, { type Channel, type ChannelModel } from 'amqplib';
import mqtt from 'mqtt';
import { type ReportedSpan, TracePublish, Tracing } from 'nestjs-telemetry';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { ConsumerProcess } from './consumer.launcher.js';

let channel: Channel;
const queue = `brokers-spec-${process.pid}`;

@Injectable()
class Publisher {
  @TracePublish({
    system: 'rabbitmq',
    destination: (type: string) => type,
    headers: (_type: string, _body: string, headers: object) => headers,
  })
  publish(type: string, body: string, headers: object): boolean {
    return channel.sendToQueue(queue, Buffer.from(body), { type, headers, messageId: 'm-7' });
  }
}

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
}

describe('A publisher', () => {
  let application: ObservedApplication;
  let consumer: ConsumerProcess;
  let tracing: Tracing;
  beforeAll(async () => {
    application = await startObserved('express', { providers: [Publisher] });
    tracing = application.app.get(Tracing);
  });
  afterAll(() => application.close());

  /** The span of what was sent last. */
  async function sent(): Promise<Sent> {
    const span = (await application.spans()).findLast(({ name }) => name.startsWith('publish '));
    if (span === undefined) throw new Error('Nothing was published');
    return span.spanContext();
  }
  const below =
    ({ traceId, spanId }: Sent) =>
    (span: ReportedSpan): boolean =>
      span.traceId === traceId && span.parentSpanId === spanId;

  describeWithServer('RabbitMQ', 5672, 'with amqplib', () => {
    let connection: ChannelModel;
    beforeAll(async () => {
      consumer = await ConsumerProcess.start('rabbitmq', queue);
      connection = await amqp.connect('amqp://127.0.0.1');
      channel = await connection.createChannel();
    });
    afterAll(async () => {
      await connection.close();
      await consumer.stop();
    });

    it('is one trace with the consumer in another process, and its lines have the same trace id', async () => {
      const publisher = application.app.get(Publisher);
      tracing.run('order', () => publisher.publish('orders', 'hello', {}));
      const { traceId, spanId } = await sent();
      const span = await consumer.span(below({ traceId, spanId }));
      expect(span.operationName).toBe('process orders');
      expect(span.tags).toEqual({
        'messaging.system.name': 'rabbitmq',
        'messaging.destination.name': 'orders',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.message.id': 'm-7',
        'messaging.message.body.size': 5,
      });
      expect(consumer.lines.filter((line) => line.trace_id === traceId).map((line) => line.message)).toEqual([
        'handled',
        'Message processed',
      ]);
      expect(
        await application.series(
          'messages_total{system="rabbitmq",destination="orders",operation="publish",result="success"}',
        ),
      ).toBe(1);
    });

    it('shows what the consumer failed with', async () => {
      application.app.get(Publisher).publish('orders', 'poison', {});
      expect(await consumer.span(below(await sent()))).toMatchObject({ status: 'error', statusMessage: 'poisoned' });
    });

    it('is linked by each message of a batch', async () => {
      const spans: Sent[] = [];
      for (const body of ['a', 'b', 'c']) {
        application.app.get(Publisher).publish('batch', body, {});
        const { traceId, spanId } = await sent();
        spans.push({ traceId, spanId });
      }
      const batch = await consumer.span(({ operationName }) => operationName === 'process batches');
      expect(batch.links).toEqual(spans);
      expect([batch.parentSpanId, batch.tags['messaging.batch.message_count']]).toEqual([undefined, 3]);
    });
  });

  describeWithServer('Mosquitto', 1883, 'with mqtt', () => {
    let client: mqtt.MqttClient;
    beforeAll(async () => {
      consumer = await ConsumerProcess.start('mqtt', queue);
      client = await mqtt.connectAsync('mqtt://127.0.0.1', { protocolVersion: 5 });
    });
    afterAll(async () => {
      await client.endAsync();
      await consumer.stop();
    });

    async function publish(topic: string): Promise<Sent> {
      const userProperties: Record<string, string> = {};
      await tracing.publish({ system: 'mqtt', destination: 'readings', headers: userProperties, size: '21.5' }, () =>
        client.publishAsync(topic, '21.5', { properties: { userProperties } }),
      );
      return sent();
    }

    it('is one trace with the consumer, by functions in place of decorators', async () => {
      expect(await consumer.span(below(await publish(queue)))).toMatchObject({
        operationName: 'process readings',
        tags: { 'messaging.message.body.size': 4 },
      });
    });

    it('is linked where the consumer wants it so', async () => {
      const { traceId, spanId } = await publish(`${queue}/linked`);
      const span = await consumer.span(({ links }) => links.some((link) => link.spanId === spanId));
      expect(span.links).toEqual([{ traceId, spanId }]);
      expect(span.traceId).not.toBe(traceId);
    });
  });
});
