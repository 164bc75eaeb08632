import { Client } from 'pg';
import type { Adapter } from './adapter.js';
import { MemorySocket } from './memory-socket.js';

const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);
const READY = message('Z', Buffer.from('I'));
const WELCOME = Buffer.concat([message('R', Buffer.alloc(4)), READY]);
/** One row with a number and a text. */
const ROW = Buffer.concat([
  message('1'),
  message('2'),
  message('T', count(2), column('id', 23), column('name', 25)),
  message('D', count(2), value('1'), value('ada')),
  message('C', Buffer.from('SELECT 1\0')),
  READY,
]);

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

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function count(columns: number): Buffer {
  return Buffer.from([0, columns]);
}

/** A column of no table in particular. */
function column(name: string, type: number): Buffer {
  const rest = Buffer.alloc(18);
  rest.writeInt32BE(type, 6);
  return Buffer.concat([Buffer.from(`${name}\0`), rest]);
}

function value(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}
