import {
  Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import type { Adapter } from './adapter.js';

const MESSAGE = Buffer.from([8, 1]);
const same = (bytes: Buffer) => bytes;
const FIND: MethodDefinition<Buffer, Buffer> = {
  path: '/shop.Users/Find',
  requestStream: false,
  responseStream: false,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
};

/** A unary call: what the client and the server of `@grpc/grpc-js` cost together. */
export const GRPC: Adapter = {
  name: 'gRPC unary call, both ends',
  instrumentation: { messaging: { outgoing: true, incoming: true } },
  callsAtOnce: 50,
  async start(host) {
    await host.start();
    const server = new Server();
    const find: UntypedHandleCall = (_call: unknown, respond: (error: null, answer: Buffer) => void) =>
      respond(null, MESSAGE);
    server.addService({ find: FIND }, { find });
    const port = await listen(server);
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    const call = () =>
      new Promise<unknown>((resolve, reject) => {
        client.makeUnaryRequest(FIND.path, same, same, MESSAGE, (error, answer) =>
          error === null ? resolve(answer) : reject(error),
        );
      });
    const stop = () => {
      client.close();
      server.forceShutdown();
    };
    return { call, stop };
  },
};

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
