import { Client } from 'pg';
import type { Adapter } from './adapter.js';
import { MemorySocket } from './memory-socket.js';
import { ROW, SYNC, WELCOME } from './postgres-messages.js';

/** A client's query with one parameter. The server is bytes in memory. */
export const PG: Adapter = {
  name: 'pg query',
  instrumentation: { database: { drivers: { pg: true } } },
  collapses: true,
  async start(host) {
    await host.start();
    let isWelcome = false;
    const answer = (chunk: Buffer) => {
      if (isWelcome) return chunk.subarray(-SYNC.length).equals(SYNC) ? ROW : undefined;
      isWelcome = true;
      return WELCOME;
    };
    const client = new Client({ user: 'bench', database: 'shop', stream: () => new MemorySocket(answer) as never });
    await client.connect();
    return {
      call: () => client.query('SELECT id, name FROM users WHERE id = $1', [1]),
      stop: () => client.end(),
    };
  },
};
