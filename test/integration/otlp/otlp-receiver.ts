import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type ReceivedSpan, spansFromJson, spansFromProtobuf } from './received-spans.js';

export type { ReceivedSpan } from './received-spans.js';

/** An OTLP/HTTP receiver that keeps every span it gets and no other signal, decoded with the published definitions. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  readonly paths: (string | undefined)[] = [];
  /** Paths of requests that brought other signals. */
  readonly others: string[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (/\/v1\/(metrics|logs)$/.test(request.url ?? '')) {
          this.others.push(request.url ?? '');
          response.end();
          return;
        }
        this.headers.push(request.headers);
        this.paths.push(request.url);
        const body = Buffer.concat(chunks);
        const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        const json = request.headers['content-type'] === 'application/json';
        this.spans.push(...(json ? spansFromJson(plain.toString()) : spansFromProtobuf(plain)));
        response.writeHead(200, { 'content-type': request.headers['content-type'] }).end(json ? '{}' : undefined);
      });
    });
  }

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
