import {
  type ClientKafka,
  type ClientOptions,
  type ClientProxy,
  ClientProxyFactory,
  Transport,
} from '@nestjs/microservices';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { MockCluster } from '../kafka/mock-cluster.js';
import { freePort } from '../transports/free-port.js';

/** How a `send` ends for its caller. */
export const OUTCOMES = [
  'answered',
  'an error as reply',
  'no handler',
  'nobody there',
  'given up by timeout()',
  'left by take(1)',
  'broker gone',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Recorded = 'success' | 'error' | 'cancelled';

/** A transport with its server, and clients that reach it, nobody at all, or no broker. */
export interface Stage {
  readonly server: MicroserviceOptions;
  client(): Promise<ClientProxy>;
  lonely(): Promise<ClientProxy>;
  lost(): Promise<ClientProxy>;
  close(): Promise<void>;
}

export interface OutcomeTransport {
  readonly name: string;
  readonly port: number | 'kafka';
  readonly system: string;
  /** Where transports differ: some brokers know that nobody listens. */
  readonly expected: Readonly<Record<'no handler' | 'nobody there' | 'broker gone', Recorded>>;
  start(unique: string, patterns: readonly string[]): Promise<Stage>;
}

const HOST = '127.0.0.1';

async function stage(
  server: MicroserviceOptions,
  lonely: ClientOptions,
  lost: (port: number) => ClientOptions,
): Promise<Stage> {
  const closedPort = await freePort();
  const create = async (options: ClientOptions) => ClientProxyFactory.create(options) as ClientProxy;
  return {
    server,
    client: () => create(server as ClientOptions),
    lonely: () => create(lonely),
    lost: () => create(lost(closedPort)),
    close: async () => undefined,
  };
}

const tcp = (port: number) => ({ transport: Transport.TCP as const, options: { host: HOST, port } });
const redis = (port: number) => ({
  transport: Transport.REDIS as const,
  options: { host: HOST, port, retryAttempts: 0 },
});
const nats = (port: number) => ({
  transport: Transport.NATS as const,
  options: { servers: `nats://${HOST}:${port}`, reconnect: false },
});
const mqtt = (port: number, protocolVersion: 4 | 5) => ({
  transport: Transport.MQTT as const,
  options: { url: `mqtt://${HOST}:${port}`, protocolVersion, reconnectPeriod: 0 },
});
const rabbit = (port: number, queue: string) => ({
  transport: Transport.RMQ as const,
  options: {
    urls: [`amqp://guest:guest@${HOST}:${port}`],
    queue,
    queueOptions: { durable: false, autoDelete: true },
    maxConnectionAttempts: 1,
  },
});

async function kafkaStage(unique: string, patterns: readonly string[]): Promise<Stage> {
  const topics = patterns.flatMap((pattern) => [pattern, `${pattern}.reply`]);
  const cluster = await MockCluster.start(topics);
  const options = (broker: string, groupId: string) => ({
    transport: Transport.KAFKA as const,
    options: {
      client: { clientId: unique, brokers: [broker], retry: { retries: 0 }, connectionTimeout: 300 },
      consumer: { groupId, maxWaitTimeInMs: 20, retry: { retries: 0 } },
      subscribe: { fromBeginning: true },
    },
  });
  const create = async (broker: string): Promise<ClientProxy> => {
    const client = ClientProxyFactory.create(options(broker, `${unique}-replies`)) as unknown as ClientKafka;
    for (const pattern of patterns) client.subscribeToResponseOf(pattern);
    return client as unknown as ClientProxy;
  };
  const closed = await freePort();
  return {
    server: options(cluster.broker, unique),
    client: () => create(cluster.broker),
    lonely: () => create(cluster.broker),
    lost: () => create(`${HOST}:${closed}`),
    close: () => cluster.close(),
  };
}

export const OUTCOME_TRANSPORTS: readonly OutcomeTransport[] = [
  {
    name: 'TCP',
    port: 0,
    system: 'tcp',
    expected: { 'no handler': 'error', 'nobody there': 'error', 'broker gone': 'error' },
    start: async () => stage(tcp(await freePort()), tcp(await freePort()), tcp),
  },
  {
    name: 'Redis',
    port: 6379,
    system: 'redis',
    expected: { 'no handler': 'cancelled', 'nobody there': 'cancelled', 'broker gone': 'error' },
    start: () => stage(redis(6379), redis(6379), redis),
  },
  {
    name: 'NATS',
    port: 4222,
    system: 'nats',
    expected: { 'no handler': 'error', 'nobody there': 'error', 'broker gone': 'error' },
    start: () => stage(nats(4222), nats(4222), nats),
  },
  ...([4, 5] as const).map((version): OutcomeTransport => ({
    name: version === 4 ? 'MQTT 3.1.1' : 'MQTT 5',
    port: 1883,
    system: 'mqtt',
    expected: { 'no handler': 'cancelled', 'nobody there': 'cancelled', 'broker gone': 'error' },
    start: () => stage(mqtt(1883, version), mqtt(1883, version), (port) => mqtt(port, version)),
  })),
  {
    name: 'RabbitMQ',
    port: 5672,
    system: 'rabbitmq',
    expected: { 'no handler': 'error', 'nobody there': 'cancelled', 'broker gone': 'error' },
    start: (unique) => stage(rabbit(5672, unique), rabbit(5672, `${unique}-lonely`), (port) => rabbit(port, unique)),
  },
  {
    name: 'Kafka',
    port: 'kafka',
    system: 'kafka',
    expected: { 'no handler': 'cancelled', 'nobody there': 'cancelled', 'broker gone': 'error' },
    start: kafkaStage,
  },
];
