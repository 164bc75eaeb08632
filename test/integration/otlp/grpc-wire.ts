import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type ReceivedSpan, spansFromProtobuf } from './received-spans.js';

const PREFIX_BYTES = 5;

/** What one gRPC message was like on the wire, below any gRPC library. */
export interface WireMessage {
  readonly headers: IncomingHttpHeaders;
  readonly compressed: boolean;
  readonly spans: readonly ReceivedSpan[];
}

/** Answers gRPC calls on bare HTTP/2 and keeps their messages as they came. */
export async function listenToGrpc(): Promise<{
  readonly endpoint: string;
  readonly messages: readonly WireMessage[];
  close(): void;
}> {
  const messages: WireMessage[] = [];
  const server = createServer();
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const frame = Buffer.concat(chunks);
      const compressed = frame[0] === 1;
      const body = frame.subarray(PREFIX_BYTES);
      messages.push({ headers, compressed, spans: spansFromProtobuf(compressed ? gunzipSync(body) : body) });
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.alloc(PREFIX_BYTES));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    close: () => server.close(),
  };
}
