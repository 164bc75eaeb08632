import { randomUUID } from 'node:crypto';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type ClientOptions,
  ClientProxyFactory,
  MessagePattern,
  type MicroserviceOptions,
  Payload,
  Transport,
} from '@nestjs/microservices';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import { lastValueFrom } from 'rxjs';
import { freePort } from '../transports/free-port.js';
import { describeWithKafka } from '../kafka/describe-with-kafka.js';
import { describeWithServer } from '../tcp-server.js';
import { subscribed } from '../transports/subscribed.js';
import { kafkaPeer } from './kafka-peer.js';
import { amqpPeer, type Captured, mqttPeer, natsPeer, type RawPeer, redisPeer, tcpPeer } from './raw-peers.js';

const unique = `wire-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
/** Members of a group of Kafka's wait for others, at each start. */
const LONGEST_MS = 60_000;
const CARRIER = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', baggage: 'tenant=acme' };

@Controller()
class Sums {
  @MessagePattern(`${unique}-sum`)
  sum(@Payload() numbers: readonly number[]) {
    return { sum: numbers.reduce((sum, number) => sum + number, 0) };
  }
}

@Module({ controllers: [Sums] })
class Plain {}

@Module({
  imports: [TelemetryModule.forRoot({ tracing: { sampler: 'always' }, logging: { level: 'silent' } })],
  controllers: [Sums],
})
class Observed {}

interface Wire {
  readonly name: string;
  describe(title: string, tests: () => void): void;
  /** Where the carrier goes: beside the data in the body, or outside of it. */
  readonly carrierIn: 'body' | 'headers';
  peer(): Promise<RawPeer>;
  options(port: number): MicroserviceOptions & ClientOptions;
}

const host = '127.0.0.1';
const on = (name: string, port: number) => (title: string, tests: () => void) =>
  describeWithServer(name, port, title, tests);
const mqtt = (protocolVersion: 4 | 5): Wire => ({
  name: `MQTT ${protocolVersion === 4 ? '3.1.1' : '5'}`,
  describe: on('Mosquitto', 1883),
  carrierIn: protocolVersion === 4 ? 'body' : 'headers',
  peer: () => mqttPeer(protocolVersion),
  options: () => ({ transport: Transport.MQTT, options: { url: `mqtt://${host}:1883`, protocolVersion } }),
});
const WIRES: readonly Wire[] = [
  {
    name: 'TCP',
    describe: on('TCP', 0),
    carrierIn: 'body',
    peer: tcpPeer,
    options: (port) => ({ transport: Transport.TCP, options: { host, port } }),
  },
  {
    name: 'Redis',
    describe: on('Redis', 6379),
    carrierIn: 'body',
    peer: redisPeer,
    options: () => ({ transport: Transport.REDIS, options: { host, port: 6379 } }),
  },
  {
    name: 'NATS',
    describe: on('NATS', 4222),
    carrierIn: 'headers',
    peer: natsPeer,
    options: () => ({ transport: Transport.NATS, options: { servers: `nats://${host}:4222` } }),
  },
  mqtt(4),
  mqtt(5),
  {
    name: 'RabbitMQ',
    describe: on('RabbitMQ', 5672),
    carrierIn: 'headers',
    peer: () => amqpPeer(unique),
    options: () => ({
      transport: Transport.RMQ,
      options: { urls: [`amqp://guest:guest@${host}:5672`], queue: unique, queueOptions: { durable: false } },
    }),
  },
  {
    name: 'Kafka',
    describe: describeWithKafka,
    carrierIn: 'headers',
    peer: () => kafkaPeer([`${unique}-event`, `${unique}-sum`]),
    options: (port) => ({
      transport: Transport.KAFKA,
      options: {
        client: { clientId: unique, brokers: [`${host}:${port}`] },
        // The mock cluster answers a fetch when its time is over, and not sooner when there is a message.
        consumer: { groupId: randomUUID(), maxWaitTimeInMs: 20 },
        subscribe: { fromBeginning: true },
        producerOnlyMode: true,
      },
    }),
  },
];

for (const { name, describe: describeOn, peer: startPeer, options, carrierIn } of WIRES) {
  describeOn(`what goes over the wire of ${name}`, () => {
    let peer: RawPeer;
    beforeAll(async () => {
      peer = await startPeer();
    });
    afterAll(() => peer.close());

    async function start(module: new () => object, at: number): Promise<INestMicroservice> {
      const app = await NestFactory.createMicroservice<MicroserviceOptions>(module, { ...options(at), logger: false });
      await app.listen();
      await subscribed(app, options(at));
      return app;
    }

    async function sent(run: (send: () => Promise<unknown>) => Promise<unknown>): Promise<Captured> {
      const heard = await peer.listen(`${unique}-event`);
      const client = ClientProxyFactory.create(options(peer.broker ?? peer.port ?? 0));
      try {
        await run(() => lastValueFrom(client.emit(`${unique}-event`, { at: 'once' }), { defaultValue: undefined }));
        return await heard();
      } finally {
        await client.close();
      }
    }

    it('differs from Nest’s own in the carrier alone', async () => {
      const plain = await sent((send) => send());
      const app = await NestFactory.createApplicationContext(Observed, { logger: false });
      const observed = await sent((send) => app.get(Tracing).run('caller', send)).finally(() => app.close());
      expect(plain.body).toContain('"at":"once"');
      const { metadata, ...rest } = JSON.parse(observed.body) as { metadata?: Record<string, unknown> };
      const carried = carrierIn === 'body' ? metadata : observed.headers;
      expect(Object.keys(carried ?? {})).toContain('traceparent');
      const others = Object.keys(carried ?? {}).filter(
        (key) => !['traceparent', 'baggage', 'x-request-id'].includes(key) && !(key in plain.headers),
      );
      expect(others).toEqual([]);
      expect(JSON.stringify(rest)).toBe(plain.body);
      expect((metadata === undefined) === (carrierIn === 'headers')).toBe(true);
    });

    it(
      'is a reply that does not differ at all, whoever asks',
      async () => {
        const replies: Captured[] = [];
        for (const [module, carrier] of [
          [Plain, {}],
          [Observed, {}],
          [Observed, CARRIER],
        ] as const) {
          const at = peer.broker ?? (await freePort());
          const app = await start(module, at);
          replies.push(await peer.ask(`${unique}-sum`, carrier, at).finally(() => app.close()));
        }
        const [plain, ...observed] = replies;
        expect(plain?.body).toContain('"sum":3');
        expect(observed).toEqual([plain, plain]);
      },
      LONGEST_MS,
    );
  });
}
