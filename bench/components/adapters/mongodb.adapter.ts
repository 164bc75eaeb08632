import { BSON, Long } from 'mongodb';
import type { Adapter } from './adapter.js';
import { MemorySocket } from './memory-socket.js';

const OP_MSG = 2013;
const NAMESPACE = { db: 'shop' };
const HELLO = { isWritablePrimary: true, minWireVersion: 0, maxWireVersion: 25, ok: 1 };
const ANSWER = answer({ cursor: { firstBatch: [{ _id: 1, name: 'ada' }], id: Long.ZERO, ns: 'shop.users' }, ok: 1 });

interface Connection {
  established: boolean;
  hello: object;
  command(namespace: object, command: object): Promise<object>;
  destroy(): void;
}

/** A command of the driver's connection, below its pool and its cursors. The server is bytes in memory. */
export const MONGODB: Adapter = {
  name: 'mongodb find',
  instrumentation: { database: { drivers: { mongodb: true } } },
  collapses: true,
  async start(host) {
    await host.start();
    const { Connection } = (await import('mongodb/lib/cmap/connection.js' as string)) as {
      Connection: new (stream: MemorySocket, options: object) => Connection;
    };
    const connection = new Connection(new MemorySocket(() => ANSWER, 27_017), { id: 1, generation: 0 });
    connection.hello = HELLO;
    connection.established = true;
    return {
      call: () => connection.command(NAMESPACE, { find: 'users', filter: { age: { $gt: 18 } }, limit: 10 }),
      stop: () => connection.destroy(),
    };
  },
};

function answer(document: object): Buffer {
  const body = BSON.serialize(document);
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}
