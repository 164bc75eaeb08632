// Consumes what the test publishes, and tells it of its spans and lines: fork with rabbitmq or mqtt, and a queue.
import { NestFactory } from '@nestjs/core';
import amqp, { type ConsumeMessage } from 'amqplib';
import mqtt from 'mqtt';
import { type ReportedSpan, TelemetryModule, Tracing } from 'nestjs-telemetry';
import { MessagesConsumer } from './messages.consumer.js';

const BATCH = 3;
const [broker, queue = ''] = process.argv.slice(2);

const telemetry = TelemetryModule.forRoot({
  tracing: {
    exporter: { report: (span: ReportedSpan) => void process.send?.({ span }), close: () => undefined },
    batch: { flushIntervalMs: 10 },
  },
  logging: {
    events: { messaging: true },
    format: 'json',
    destination: { write: (line: string) => void process.send?.({ line }) },
  },
});
const app = await NestFactory.createApplicationContext(
  { module: class {}, imports: [telemetry], providers: [MessagesConsumer] },
  { logger: false },
);
const consumer = app.get(MessagesConsumer);
const tracing = app.get(Tracing);

async function consumeRabbit(): Promise<() => Promise<void>> {
  const connection = await amqp.connect('amqp://127.0.0.1');
  const channel = await connection.createChannel();
  await channel.assertQueue(queue, { autoDelete: true });
  let batch: ConsumeMessage[] = [];
  await channel.consume(queue, async (message) => {
    if (message === null) return;
    channel.ack(message);
    if (message.properties.type !== 'batch') return consumer.onMessage(message).catch(() => undefined);
    batch.push(message);
    if (batch.length < BATCH) return;
    await consumer.onBatch(batch);
    batch = [];
  });
  return () => connection.close();
}

async function consumeMqtt(): Promise<() => Promise<void>> {
  const client = await mqtt.connectAsync('mqtt://127.0.0.1', { protocolVersion: 5 });
  client.on('message', (topic, payload, { properties }) => {
    const message = { system: 'mqtt', destination: 'readings', headers: properties?.userProperties, size: payload };
    tracing.consume({ ...message, relation: topic.endsWith('linked') ? 'link' : 'child' }, () => undefined);
  });
  await client.subscribeAsync([queue, `${queue}/linked`]);
  return () => client.endAsync();
}

const close = await (broker === 'mqtt' ? consumeMqtt() : consumeRabbit());
process.once('message', async () => {
  await close();
  await app.close();
  process.disconnect();
});
process.send?.({ ready: true });
