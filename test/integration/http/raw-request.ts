import { connect } from 'node:net';

/** Sends bytes over a connection and gives what came back, once the server has closed it. */
export function rawRequest(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
      // A chunked body is complete: some servers keep the connection all the same.
      if (received.endsWith('\r\n0\r\n\r\n')) socket.end();
    });
    socket.on('close', () => resolve(received));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') reject(error);
    });
  });
}

/** A GET with a target of any form. */
export function rawGet(port: number, target: string): Promise<string> {
  return rawRequest(port, `GET ${target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
}

export function statusOf(response: string): number {
  return Number(response.split(' ')[1]);
}
