import { createServer, type AddressInfo } from 'node:net';
import { type ClientOptions, type MicroserviceOptions, Transport } from '@nestjs/microservices';

/** One of Nest's transports on its real server; names that several test runs at a time do not share. */
export interface MessageTransport {
  readonly system: string;
  /** The server that has to be there, and its port; none where it is 0. */
  readonly needs: { readonly name: string; readonly port: number };
  options(unique: string): Promise<{ readonly server: MicroserviceOptions; readonly client: ClientOptions }>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const same = <Options extends MicroserviceOptions & ClientOptions>(options: Options) => ({
  server: options,
  client: options,
});

/** TCP is always there. */
export async function tcp(): ReturnType<MessageTransport['options']> {
  return same({ transport: Transport.TCP, options: { host: '127.0.0.1', port: await freePort() } });
}

export const MESSAGE_TRANSPORTS: Readonly<Record<string, MessageTransport>> = {
  TCP: { system: 'tcp', needs: { name: 'TCP', port: 0 }, options: tcp },
  Redis: {
    system: 'redis',
    needs: { name: 'Redis', port: 6379 },
    options: async () => same({ transport: Transport.REDIS, options: { host: '127.0.0.1', port: 6379 } }),
  },
  NATS: {
    system: 'nats',
    needs: { name: 'NATS', port: 4222 },
    options: async () => same({ transport: Transport.NATS, options: { servers: ['nats://127.0.0.1:4222'] } }),
  },
  'MQTT 3.1.1': {
    system: 'mqtt',
    needs: { name: 'Mosquitto', port: 1883 },
    options: async () => same({ transport: Transport.MQTT, options: { url: 'mqtt://127.0.0.1:1883' } }),
  },
  'MQTT 5': {
    system: 'mqtt',
    needs: { name: 'Mosquitto', port: 1883 },
    options: async () =>
      same({ transport: Transport.MQTT, options: { url: 'mqtt://127.0.0.1:1883', protocolVersion: 5 } }),
  },
  RabbitMQ: {
    system: 'rabbitmq',
    needs: { name: 'RabbitMQ', port: 5672 },
    options: async (unique) =>
      same({
        transport: Transport.RMQ,
        options: {
          urls: ['amqp://guest:guest@127.0.0.1:5672'],
          queue: `telemetry-${unique}`,
          queueOptions: { durable: false, autoDelete: true },
        },
      }),
  },
};
