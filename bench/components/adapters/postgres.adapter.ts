import postgres from 'postgres';
import type { Adapter } from './adapter.js';
import { MemorySocket } from './memory-socket.js';
import { DESCRIPTION, NEXT_ROW, WELCOME } from './postgres-messages.js';

const PARSE = 'P'.charCodeAt(0);

/** A query of postgres.js with one parameter, as a template. The server is bytes in memory. */
export const POSTGRES: Adapter = {
  name: 'postgres query',
  instrumentation: { database: { drivers: { postgres: true } } },
  collapses: true,
  async start(host) {
    await host.start();
    let isWelcome = false;
    const answer = (chunk: Buffer) => {
      if (!isWelcome) {
        isWelcome = true;
        return WELCOME;
      }
      // A statement is described before it is executed for the first time.
      return chunk[0] === PARSE ? DESCRIPTION : NEXT_ROW;
    };
    const socket = () => new MemorySocket(answer);
    const options = { username: 'bench', database: 'shop', max: 1, fetch_types: false, socket };
    const sql = postgres(options as postgres.Options<Record<string, never>>);
    return {
      call: async () => sql`SELECT id, name FROM users WHERE id = ${1}`,
      stop: () => sql.end({ timeout: 0 }),
    };
  },
};
