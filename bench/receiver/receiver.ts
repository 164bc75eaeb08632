import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from '../processes/answer.js';
import { countSpans } from './count-spans.js';

export interface ReceiverQuestions {
  /** How many spans have come since the process started. */
  received(): number;
}

let received = 0;

/** Receives OTLP over HTTP with protobuf, as a collector would, and keeps nothing but a count. */
const server = createServer((request, response) => {
  void read(request).then(
    (body) => {
      received += countSpans(body);
      response.writeHead(200, { 'content-type': 'application/x-protobuf', 'content-length': 0 }).end();
    },
    (error: unknown) => {
      console.error('An export could not be read', error);
      response.writeHead(400).end();
    },
  );
});

server.listen(0, '127.0.0.1', () => {
  answer<ReceiverQuestions>({ received: () => received });
  process.send?.({ ready: (server.address() as AddressInfo).port });
});

async function read(request: IncomingMessage): Promise<Buffer> {
  const type = `${request.headers['content-type']} ${request.headers['content-encoding'] ?? ''}`.trim();
  if (type !== 'application/x-protobuf') throw new Error(`Cannot count spans in ${type}.`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
