import { type AddressInfo, createServer, type Socket } from 'node:net';
import { AbstractConnector, Redis } from 'ioredis';
import { createClient } from 'redis';
import type { Adapter } from './adapter.js';
import { MemorySocket } from './memory-socket.js';

const VALUE = '$3\r\nada\r\n';
const ANSWER = Buffer.from(VALUE);

/** Clients of Redis. What answers finds the same value for each command. */
export const REDIS: readonly Adapter[] = [
  {
    name: 'ioredis get',
    instrumentation: { cache: { drivers: { ioredis: true } } },
    async start(host) {
      await host.start();
      const client = new Redis({ Connector: MemoryConnector, enableReadyCheck: false, disableClientInfo: true });
      return { call: () => client.get('user:1'), stop: () => client.disconnect() };
    },
  },
  {
    // Its socket is always one of the kernel's.
    name: 'redis get',
    instrumentation: { cache: { drivers: { redis: true } } },
    callsAtOnce: 100,
    async start(host) {
      await host.start();
      const server = createServer(answerCommands);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const client = createClient({ socket: { host: '127.0.0.1', port }, RESP: 2, disableClientInfo: true });
      await client.connect();
      const stop = () => {
        client.destroy();
        server.close();
      };
      return { call: () => client.get('user:1'), stop };
    },
  },
];

/** Hands the driver its socket. */
class MemoryConnector extends AbstractConnector {
  constructor() {
    super(0);
  }

  override connect(): Promise<Socket> {
    const stream = new MemorySocket(() => ANSWER) as unknown as Socket;
    this.stream = stream;
    return Promise.resolve(stream);
  }
}

/** One answer for each command; a chunk holds whole ones, since clients write it in one piece. */
function answerCommands(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  socket.on('data', (chunk) => socket.write(VALUE.repeat(chunk.toString('latin1').split('*').length - 1)));
}
