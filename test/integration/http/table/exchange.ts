import { connect, type Socket } from 'node:net';

/** What a client outside has seen of one request. */
export interface Seen {
  /** The status of each final response. */
  readonly statuses: readonly number[];
  /** Whether the last response came to its end. */
  readonly complete: boolean;
  readonly text: string;
}

export type Send = (port: number) => Promise<Seen>;

/** Sends bytes, and reads until the server closes the connection. */
export function bytes(...parts: readonly string[]): Send {
  return talk((socket) => {
    for (const part of parts) socket.write(part);
  });
}

/** Sends one request that closes its connection. */
export function ask(method: string, target: string, headers: readonly string[] = [], body = ''): Send {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: test.example', 'Connection: close', ...length, ...headers];
  return bytes(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Sends a request and resets the connection once the first bytes of the answer are here. */
export function leaveWithin(target: string): Send {
  return talk((socket) => {
    socket.write(`GET ${target} HTTP/1.1\r\nHost: test.example\r\n\r\n`);
    socket.once('data', () => (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy()));
  });
}

/** Sends `part` and resets the connection when `arrived` says so: no answer is awaited. */
export function leaveBefore(part: string, arrived: () => Promise<unknown>): Send {
  return talk((socket) => {
    const left = arrived();
    socket.write(part);
    void left.then(() => socket.resetAndDestroy());
  });
}

function talk(speak: (socket: Socket) => void): Send {
  return (port) =>
    new Promise((resolve, reject) => {
      let text = '';
      let end = '';
      const socket = connect(port, '127.0.0.1', () => speak(socket));
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
        end = (end + chunk).slice(-CHUNKS_END.length);
        // Some answers keep the connection although they were asked not to.
        if (end === CHUNKS_END) socket.end();
      });
      socket.on('close', () => resolve(readExchange(text)));
      socket.on('error', ({ code }: NodeJS.ErrnoException) => {
        if (code !== 'ECONNRESET' && code !== 'EPIPE') reject(new Error(code));
      });
    });
}

const CHUNKS_END = '\r\n0\r\n\r\n';
const STATUS_LINE = /HTTP\/1\.1 (\d{3})[^\r]*\r\n/g;

function readExchange(text: string): Seen {
  const statuses = [...text.matchAll(STATUS_LINE)].map(([, status]) => Number(status));
  const final = statuses.filter((status) => status >= 200);
  return { statuses: final, complete: isComplete(text.slice(text.lastIndexOf('HTTP/1.1 '))), text };
}

function isComplete(response: string): boolean {
  const end = response.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const [head, body] = [response.slice(0, end), response.slice(end + 4)];
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (/\r\ntransfer-encoding: chunked/i.test(head) && body !== '') return /(?:^|\r\n)0\r\n(?:.+\r\n)*\r\n$/.test(body);
  // The answer to HEAD and one that has not changed announce a body that does not come.
  return length === undefined || body.length === Number(length) || body === '';
}
