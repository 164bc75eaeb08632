import type { AddressInfo, Server, Socket } from 'node:net';
import { Controller } from '@nestjs/common';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Adapter } from './adapter.js';

const HOST = '127.0.0.1';

@Controller()
class Prices {
  @MessagePattern('price')
  price(): number {
    return 12.5;
  }
}

/** A message with its reply over TCP: what Nest's client and its server cost together. */
export const MESSAGES: Adapter = {
  name: 'Nest message, TCP, both ends',
  instrumentation: { messaging: { outgoing: true, incoming: true } },
  callsAtOnce: 50,
  async start(host) {
    const metadata = { controllers: [Prices] };
    const server = await host.serve(metadata, { transport: Transport.TCP, options: { host: HOST, port: 0 } });
    // Neither end waits for the other to acknowledge.
    const listening = server.unwrap<Server>().on('connection', (socket) => socket.setNoDelay(true));
    const { port } = listening.address() as AddressInfo;
    const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: HOST, port } });
    await client.connect();
    client.unwrap<Socket>().setNoDelay(true);
    return { call: () => lastValueFrom(client.send('price', { id: 1 })), stop: () => client.close() };
  },
};
