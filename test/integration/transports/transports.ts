import { type KafkaOptions, type MqttOptions, type RmqOptions, Transport } from '@nestjs/microservices';
import { describeWithKafka } from '../kafka/describe-with-kafka.js';
import { MockCluster } from '../kafka/mock-cluster.js';
import { describeWithServer } from '../tcp-server.js';
import { EVENTS, patternOf, REQUESTS } from './cases.js';
import { GRPC } from './grpc.transport.js';
import { type MeetingPoint, MESSAGE_SPANS, type TransportUnderTest } from './transport.js';

const HOST = '127.0.0.1';

const TCP: TransportUnderTest = {
  spans: MESSAGE_SPANS,
  name: 'TCP',
  unsized: true,
  describe: (title, tests) => void describe(title, tests),
  server: () => ({ transport: Transport.TCP, options: { host: HOST, port: 0 } }),
  client: (_namespace, address) => ({ transport: Transport.TCP, options: { host: HOST, port: Number(address) } }),
};

const REDIS_ENDS = { transport: Transport.REDIS, options: { host: HOST, port: 6379 } } as const;
const REDIS: TransportUnderTest = {
  spans: MESSAGE_SPANS,
  name: 'Redis',
  describe: (title, tests) => describeWithServer('Redis', 6379, title, tests),
  server: () => REDIS_ENDS,
  client: () => REDIS_ENDS,
};

const NATS_ENDS = { transport: Transport.NATS, options: { servers: `nats://${HOST}:4222` } } as const;
const NATS: TransportUnderTest = {
  spans: MESSAGE_SPANS,
  name: 'NATS',
  describe: (title, tests) => describeWithServer('NATS', 4222, title, tests),
  server: () => NATS_ENDS,
  client: () => NATS_ENDS,
};

function mqtt(name: string, protocolVersion: 4 | 5): TransportUnderTest {
  const ends: MqttOptions & { transport: Transport.MQTT } = {
    transport: Transport.MQTT,
    options: { url: `mqtt://${HOST}:1883`, protocolVersion },
  };
  return {
    spans: MESSAGE_SPANS,
    name,
    describe: (title, tests) => describeWithServer('an MQTT broker', 1883, title, tests),
    server: () => ends,
    client: () => ends,
  };
}

function rabbitMq(namespace: string): RmqOptions & { transport: Transport.RMQ } {
  return {
    transport: Transport.RMQ,
    options: {
      urls: [`amqp://guest:guest@${HOST}:5672`],
      queue: namespace,
      queueOptions: { durable: false, autoDelete: true },
    },
  };
}
const RABBITMQ: TransportUnderTest = {
  spans: MESSAGE_SPANS,
  name: 'RabbitMQ',
  describe: (title, tests) => describeWithServer('RabbitMQ', 5672, title, tests),
  server: rabbitMq,
  client: rabbitMq,
};

function kafka(namespace: string, address: string): KafkaOptions & { transport: Transport.KAFKA } {
  return {
    transport: Transport.KAFKA,
    options: {
      client: { clientId: namespace, brokers: [address] },
      // The mock cluster answers a fetch when its time is over, and not sooner when there is a message.
      consumer: { groupId: namespace, maxWaitTimeInMs: 20 },
      subscribe: { fromBeginning: true },
    },
  };
}
const KAFKA: TransportUnderTest = {
  spans: MESSAGE_SPANS,
  name: 'Kafka',
  describe: describeWithKafka,
  meetingPoint: startKafka,
  server: kafka,
  client: kafka,
};

async function startKafka(namespace: string): Promise<MeetingPoint> {
  const requests = REQUESTS.map((name) => patternOf(namespace, name));
  const topics = [...requests, ...requests.map((topic) => `${topic}.reply`)];
  const cluster = await MockCluster.start([...topics, ...EVENTS.map((name) => patternOf(namespace, name))]);
  return { address: cluster.broker, close: () => cluster.close() };
}

export const TRANSPORTS: readonly TransportUnderTest[] = [
  TCP,
  REDIS,
  NATS,
  mqtt('MQTT 3.1.1', 4),
  mqtt('MQTT 5', 5),
  RABBITMQ,
  KAFKA,
  GRPC,
];
