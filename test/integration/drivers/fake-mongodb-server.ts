import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { BSON, Long } from 'mongodb';

type Document = Record<string, unknown>;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const HELLO = {
  isWritablePrimary: true,
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: 25,
  readOnly: false,
  ok: 1,
};

/**
 * As much of MongoDB's wire protocol as a driver needs to connect, insert, find and iterate. It knows no filters, and
 * each collection is one list for all databases. `crash` cuts the connection, `hang` has no
 * answer, `nonsense` is no command.
 */
export class FakeMongodbServer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly collections = new Map<string, Document[]>();
  private readonly cursors = new Map<string, Document[]>();
  private lastCursor = 0;
  /** Names of commands in the order of their arrival. */
  readonly commands: string[] = [];

  private constructor() {
    this.server = createServer((socket) => this.serve(socket));
  }

  static async start(): Promise<FakeMongodbServer> {
    const fake = new FakeMongodbServer();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    let waiting = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const length = waiting.readInt32LE(0);
        this.message(socket, waiting.subarray(0, length));
        waiting = waiting.subarray(length);
      }
    });
  }

  private message(socket: Socket, message: Buffer): void {
    const id = message.readInt32LE(4);
    const code = message.readInt32LE(12);
    if (code === OP_QUERY) {
      const head = Buffer.alloc(20);
      head.writeInt32LE(1, 16);
      socket.write(framed(id, OP_REPLY, Buffer.concat([head, BSON.serialize(HELLO)])));
      return;
    }
    const command = parsed(message);
    const [name = ''] = Object.keys(command);
    this.commands.push(name);
    if (name === 'crash') socket.destroy();
    else if (name !== 'hang')
      socket.write(framed(id, OP_MSG, Buffer.concat([Buffer.alloc(5), BSON.serialize(this.answer(name, command))])));
  }

  private answer(name: string, command: Document): Document {
    const collection = String(command[name]);
    switch (name) {
      case 'hello':
      case 'ismaster':
        return HELLO;
      case 'insert':
        return this.insert(collection, command['documents'] as Document[]);
      case 'find':
      case 'aggregate': {
        const id = String(++this.lastCursor);
        this.cursors.set(id, [...this.documents(collection)]);
        const { batchSize } = (command['cursor'] ?? command) as { batchSize?: number };
        return this.batch('firstBatch', id, batchSize ?? 101, `shop.${collection}`);
      }
      case 'getMore':
        return this.batch(
          'nextBatch',
          String(command['getMore']),
          Number(command['batchSize'] ?? 101),
          `shop.${String(command['collection'])}`,
        );
      case 'killCursors':
      case 'endSessions':
      case 'ping':
        return { ok: 1 };
      case 'update':
        return { ok: 1, n: 1, nModified: 1 };
      default:
        return { ok: 0, code: 59, codeName: 'CommandNotFound', errmsg: `no such command: '${name}'` };
    }
  }

  private documents(collection: string): Document[] {
    let documents = this.collections.get(collection);
    if (documents === undefined) {
      documents = [];
      this.collections.set(collection, documents);
    }
    return documents;
  }

  private insert(collection: string, added: Document[]): Document {
    const documents = this.documents(collection);
    const at = added.findIndex(({ _id }) => documents.some((document) => String(document['_id']) === String(_id)));
    documents.push(...(at < 0 ? added : added.slice(0, at)));
    if (at < 0) return { ok: 1, n: added.length };
    const errmsg = `E11000 duplicate key error collection: shop.${collection} dup key: { _id: "${String(added[at]?.['_id'])}" }`;
    return { ok: 1, n: at, writeErrors: [{ index: at, code: 11_000, errmsg }] };
  }

  private batch(name: string, id: string, size: number, ns: string): Document {
    const left = this.cursors.get(id) ?? [];
    const batch = left.splice(0, size);
    return { ok: 1, cursor: { [name]: batch, id: Long.fromString(left.length === 0 ? '0' : id), ns } };
  }
}

function framed(responseTo: number, code: number, body: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + body.length, 0);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(code, 12);
  return Buffer.concat([head, body]);
}

/** The body, and the lists of documents that go beside it. */
function parsed(message: Buffer): Document {
  let command: Document = {};
  const lists: Document = {};
  for (let at = 20; at < message.length;) {
    const kind = message[at++];
    const size = message.readInt32LE(at);
    const section = message.subarray(at, at + size);
    at += size;
    if (kind === 0) command = BSON.deserialize(section);
    else {
      const end = section.indexOf(0, 4);
      const documents: Document[] = [];
      for (let from = end + 1; from < section.length; from += section.readInt32LE(from)) {
        documents.push(BSON.deserialize(section.subarray(from, from + section.readInt32LE(from))));
      }
      lists[section.toString('utf8', 4, end)] = documents;
    }
  }
  return { ...command, ...lists };
}
