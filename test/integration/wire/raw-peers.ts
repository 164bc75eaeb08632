import { once } from 'node:events';
import { connect as connectTcp, createServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectNats, headers as natsHeaders, type Msg } from '@nats-io/transport-node';
import { connect as connectAmqp } from 'amqplib';
import { Redis } from 'ioredis';
import { connectAsync as connectMqtt, type IPublishPacket } from 'mqtt';
import { turns } from '../../until.js';

/** A message as it went over the wire. */
export interface Captured {
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A peer that knows the protocol and nothing of Nest. */
export interface RawPeer {
  /** Where a client of Nest's has to connect, where that is not a broker on its own port. */
  readonly port?: number;
  /** The port of a broker that the peer has brought along. */
  readonly broker?: number;
  /** Listens, and returns what waits for the message. */
  listen(pattern: string): Promise<() => Promise<Captured>>;
  /** Sends a request with `carrier`, and resolves with the reply. */
  ask(pattern: string, carrier: Readonly<Record<string, string>>, port: number): Promise<Captured>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const packet = (pattern: string, metadata?: object) => JSON.stringify({ pattern, data: [1, 2], id: 'fixed', metadata });

async function frame(socket: Socket): Promise<Captured> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    const [length, body = ''] = text.split(/#(.*)/s);
    if (body.length >= Number(length) && text.includes('#')) return { body, headers: {} };
  }
  throw new Error('Closed');
}

export async function tcpPeer(): Promise<RawPeer> {
  const server = createServer();
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    listen: async () => {
      const heard = once(server, 'connection').then(([socket]) => frame(socket as Socket));
      return () => heard;
    },
    ask: async (pattern, carrier, port) => {
      const socket = connectTcp(port, HOST);
      const text = packet(pattern, carrier);
      socket.write(`${text.length}#${text}`);
      return frame(socket);
    },
    close: async () => void server.close(),
  };
}

export async function redisPeer(): Promise<RawPeer> {
  const [subscriber, publisher] = [new Redis(6379, HOST), new Redis(6379, HOST)];
  const listen = async (pattern: string): Promise<() => Promise<Captured>> => {
    const heard = new Promise<Captured>((resolve) => {
      subscriber.on('message', (channel, body) => {
        if (channel === pattern) resolve({ body, headers: {} });
      });
    });
    await subscriber.subscribe(pattern);
    return () => heard;
  };
  return {
    listen,
    ask: async (pattern, carrier) => {
      const reply = await listen(`${pattern}.reply`);
      await publisher.publish(pattern, packet(pattern, carrier));
      return reply();
    },
    close: async () => {
      subscriber.disconnect();
      publisher.disconnect();
    },
  };
}

export async function natsPeer(): Promise<RawPeer> {
  const connection = await connectNats({ servers: `nats://${HOST}:4222` });
  const captured = (message: Msg): Captured => ({
    body: message.string(),
    headers: Object.fromEntries(message.headers ?? []),
  });
  return {
    listen: async (pattern) => {
      const heard = new Promise<Captured>((resolve) => {
        connection.subscribe(pattern, { max: 1, callback: (_error, message) => resolve(captured(message)) });
      });
      await connection.flush();
      return () => heard;
    },
    ask: async (pattern, carrier) => {
      const headers = natsHeaders();
      for (const [name, value] of Object.entries(carrier)) headers.set(name, value);
      return captured(await connection.request(pattern, packet(pattern), { timeout: 5_000, headers }));
    },
    close: () => connection.close(),
  };
}

export async function mqttPeer(protocolVersion: 4 | 5): Promise<RawPeer> {
  const client = await connectMqtt(`mqtt://${HOST}:1883`, { protocolVersion });
  const listen = async (pattern: string): Promise<() => Promise<Captured>> => {
    const heard = new Promise<Captured>((resolve) => {
      client.on('message', (topic, payload, { properties }: IPublishPacket) => {
        if (topic === pattern) resolve({ body: payload.toString(), headers: { ...properties?.userProperties } });
      });
    });
    await client.subscribeAsync(pattern);
    return () => heard;
  };
  return {
    listen,
    ask: async (pattern, carrier) => {
      const reply = await listen(`${pattern}/reply`);
      await client.publishAsync(pattern, packet(pattern, carrier));
      return reply();
    },
    close: () => client.endAsync(),
  };
}

export async function amqpPeer(queue: string): Promise<RawPeer> {
  const connection = await connectAmqp(`amqp://guest:guest@${HOST}:5672`);
  const channel = await connection.createChannel();
  const consume = async (from: string): Promise<() => Promise<Captured>> => {
    const heard = Promise.withResolvers<Captured>();
    const { consumerTag } = await channel.consume(
      from,
      (message) => {
        if (message === null) return;
        heard.resolve({ body: message.content.toString(), headers: { ...message.properties.headers } });
        void channel.cancel(consumerTag);
      },
      { noAck: true },
    );
    return () => heard.promise;
  };
  return {
    listen: async () => {
      await channel.assertQueue(queue, { durable: false });
      return consume(queue);
    },
    ask: async (pattern, headers) => {
      const { queue: replyTo } = await channel.assertQueue('', { exclusive: true });
      const reply = await consume(replyTo);
      channel.sendToQueue(queue, Buffer.from(packet(pattern)), { replyTo, correlationId: 'fixed', headers });
      const replied = await reply();
      // A round through the broker: it confirms the reply to its sender, which must not close before.
      await channel.checkQueue(queue);
      await turns();
      return replied;
    },
    close: async () => {
      await channel.deleteQueue(queue);
      await connection.close();
    },
  };
}
