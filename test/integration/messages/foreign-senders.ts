import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import { type ClientOptions, type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { connect as connectNats, headers as natsHeaders } from '@nats-io/transport-node';
import { connect as connectAmqp } from 'amqplib';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { connectAsync as connectMqtt } from 'mqtt';
import { MockCluster } from '../kafka/mock-cluster.js';
import { freePort } from '../transports/free-port.js';

export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** How a message looks: with the envelope of Nest or without, and with an id if a reply is expected. */
export interface Shape {
  readonly envelope: boolean;
  readonly request: boolean;
}

/** A client of a broker that knows nothing of Nest, and the options with which Nest's server finds that broker. */
export interface ForeignSender {
  readonly options: MicroserviceOptions & ClientOptions;
  /** True if a server also receives messages that it has no handler for. */
  readonly receivesAll: boolean;
  send(pattern: string, headers: Headers, shape: Shape): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

function body(pattern: string, { envelope, request }: Shape, metadata?: object): string {
  return JSON.stringify(envelope ? { pattern, data: 1, ...(request ? { id: 'fixed' } : {}), metadata } : 1);
}

async function tcp(): Promise<ForeignSender> {
  const port = await freePort();
  return {
    options: { transport: Transport.TCP, options: { host: HOST, port } },
    receivesAll: true,
    send: async (pattern, headers, shape) => {
      const socket = connectTcp(port, HOST);
      const text = body(pattern, shape, headers);
      socket.write(`${text.length}#${text}`);
      if (shape.request) await once(socket, 'data');
      socket.end();
    },
    close: async () => undefined,
  };
}

async function redis(): Promise<ForeignSender> {
  const client = new Redis(6379, HOST);
  return {
    options: { transport: Transport.REDIS, options: { host: HOST, port: 6379 } },
    receivesAll: false,
    send: async (pattern, headers, shape) => void (await client.publish(pattern, body(pattern, shape, headers))),
    close: async () => client.disconnect(),
  };
}

async function nats(): Promise<ForeignSender> {
  const connection = await connectNats({ servers: `nats://${HOST}:4222` });
  return {
    options: { transport: Transport.NATS, options: { servers: `nats://${HOST}:4222` } },
    receivesAll: false,
    send: async (pattern, given, shape) => {
      const headers = natsHeaders();
      for (const [name, values] of Object.entries(given))
        for (const value of [values].flat()) headers.append(name, value);
      connection.publish(pattern, body(pattern, shape), { headers, ...(shape.request ? { reply: 'nobody' } : {}) });
      await connection.flush();
    },
    close: () => connection.close(),
  };
}

async function mqtt(): Promise<ForeignSender> {
  const client = await connectMqtt(`mqtt://${HOST}:1883`, { protocolVersion: 5 });
  return {
    options: { transport: Transport.MQTT, options: { url: `mqtt://${HOST}:1883`, protocolVersion: 5 } },
    receivesAll: false,
    send: async (pattern, headers, shape) => {
      const userProperties = headers as Record<string, string | string[]>;
      await client.publishAsync(pattern, body(pattern, shape), { qos: 1, properties: { userProperties } });
    },
    close: () => client.endAsync(),
  };
}

async function rabbitmq(unique: string): Promise<ForeignSender> {
  const connection = await connectAmqp(`amqp://guest:guest@${HOST}:5672`);
  const channel = await connection.createConfirmChannel();
  const urls = [`amqp://guest:guest@${HOST}:5672`];
  return {
    options: {
      transport: Transport.RMQ,
      options: { urls, queue: unique, queueOptions: { durable: false, autoDelete: true } },
    },
    receivesAll: true,
    send: async (pattern, headers, shape) => {
      channel.sendToQueue(unique, Buffer.from(body(pattern, shape)), { headers, replyTo: `${unique}-nobody` });
      await channel.waitForConfirms();
    },
    close: () => connection.close(),
  };
}

async function kafka(unique: string, topics: readonly string[]): Promise<ForeignSender> {
  const cluster = await MockCluster.start([...topics, 'nobody']);
  const client = new Kafka({ clientId: 'foreign', brokers: [cluster.broker], logLevel: logLevel.NOTHING });
  const producer = client.producer();
  await producer.connect();
  return {
    options: {
      transport: Transport.KAFKA,
      options: {
        client: { clientId: unique, brokers: [cluster.broker] },
        consumer: { groupId: unique, maxWaitTimeInMs: 20 },
        subscribe: { fromBeginning: true },
      },
    },
    receivesAll: false,
    send: async (topic, given, { request }) => {
      const reply = { kafka_correlationId: 'fixed', kafka_replyTopic: 'nobody', kafka_replyPartition: '0' };
      const headers = { ...(request ? reply : {}), ...given } as Record<string, string | string[]>;
      await producer.send({ topic, messages: [{ value: '1', headers }] });
    },
    close: async () => {
      await producer.disconnect();
      await cluster.close();
    },
  };
}

export const FOREIGN_SENDERS: ReadonlyArray<{
  readonly name: string;
  readonly port: number | 'kafka';
  readonly start: (unique: string, patterns: readonly string[]) => Promise<ForeignSender>;
}> = [
  { name: 'TCP', port: 0, start: tcp },
  { name: 'Redis', port: 6379, start: redis },
  { name: 'NATS', port: 4222, start: nats },
  { name: 'MQTT 5', port: 1883, start: mqtt },
  { name: 'RabbitMQ', port: 5672, start: rabbitmq },
  { name: 'Kafka', port: 'kafka', start: kafka },
];
