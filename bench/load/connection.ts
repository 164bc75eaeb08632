import { connect, type Socket } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /\r\ncontent-length: (\d+)/i;

/** One keep-alive connection with one request at a time. It knows just enough HTTP to see where a response ends. */
export class Connection {
  private received: Buffer | undefined;
  private complete: (() => void) | undefined;
  private fail: ((error: Error) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => this.fail?.(error));
    socket.on('close', () => this.fail?.(new Error('The server closed the connection.')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** Calls back when the whole response is there and its status is 200. */
  request(bytes: Buffer, complete: () => void, fail: (error: Error) => void): void {
    this.complete = complete;
    this.fail = fail;
    this.socket.write(bytes);
  }

  close(): void {
    this.fail = undefined;
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    const bytes = this.received === undefined ? chunk : Buffer.concat([this.received, chunk]);
    const headSize = bytes.indexOf(END_OF_HEAD);
    if (headSize < 0) {
      this.received = bytes;
      return;
    }
    const head = bytes.toString('latin1', 0, headSize);
    const size = CONTENT_LENGTH.exec(head)?.[1];
    if (size === undefined || !head.startsWith('HTTP/1.1 200 ')) {
      this.fail?.(new Error(`An unexpected response: ${head}`));
    } else if (bytes.length < headSize + END_OF_HEAD.length + Number(size)) {
      this.received = bytes;
    } else {
      this.received = undefined;
      this.complete?.();
    }
  }
}
