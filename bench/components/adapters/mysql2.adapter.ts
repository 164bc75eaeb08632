import { createConnection } from 'mysql2/promise';
import type { Adapter } from './adapter.js';
import { MemorySocket } from './memory-socket.js';

/** 4.1 protocol, the database among the credentials, and the plug-in that authenticates. */
const CAPABILITIES = 0x08_82_08;
const NUMBER = 3;
const OK = packet(2, Buffer.from([0, 0, 0, 2, 0, 0, 0]));
const END = Buffer.from([0xfe, 0, 0, 2, 0]);
/** One row with a number and a text. */
const ROW = Buffer.concat([
  packet(1, Buffer.from([2])),
  packet(2, column('id', NUMBER)),
  packet(3, column('name', 253)),
  packet(4, END),
  packet(5, text('1'), text('ada')),
  packet(6, END),
]);

/** A connection's query with one parameter. The server is bytes in memory. */
export const MYSQL2: Adapter = {
  name: 'mysql2 query',
  instrumentation: { database: { drivers: { mysql2: true } } },
  collapses: true,
  async start(host) {
    await host.start();
    let isWelcome = false;
    const socket = new MemorySocket(() => {
      if (isWelcome) return ROW;
      isWelcome = true;
      return OK;
    });
    // This server speaks first.
    process.nextTick(() => socket.push(greeting()));
    const connection = await createConnection({ user: 'bench', database: 'shop', stream: socket });
    return {
      call: () => connection.query('SELECT id, name FROM users WHERE id = ?', [1]),
      stop: () => connection.destroy(),
    };
  },
};

function packet(sequence: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, body]);
}

function greeting(): Buffer {
  const rest = Buffer.alloc(44);
  rest.writeUInt16LE(CAPABILITIES & 0xff_ff, 13);
  rest[15] = 45;
  rest.writeUInt16LE(2, 16);
  rest.writeUInt16LE(CAPABILITIES >> 16, 18);
  rest[20] = 21;
  return packet(0, Buffer.from('\n8.0.36\0'), rest, Buffer.from('mysql_native_password\0'));
}

function column(name: string, type: number): Buffer {
  const rest = Buffer.from([12, 45, 0, 255, 0, 0, 0, type, 0, 0, 0, 0, 0]);
  return Buffer.concat([...['def', 'shop', 'users', 'users', name, name].map((part) => text(part)), rest]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
}
