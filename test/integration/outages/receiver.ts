import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  createServer as createGrpc,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { type Answer, partialSuccess, retryInfo } from './answers.js';
import { receivedIds, type Signal } from './received-ids.js';

export const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const GRPC_NAMES = { trace: 'traces', metrics: 'metrics', logs: 'logs' } as const;
const FRAME_BYTES = 5;

/** An OTLP receiver of all signals in one protocol. It can go away, come back at the same port, and misbehave. */
export class Receiver {
  readonly taken: Record<Signal, string[]> = { traces: [], metrics: [], logs: [] };
  /** When requests came, whatever was answered. */
  readonly requests: number[] = [];
  answer: Answer = 'take';
  port = 0;
  private server: Server | Http2Server | undefined;
  private readonly sessions = new Set<ServerHttp2Session>();

  constructor(private readonly protocol: Protocol) {}

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async come(): Promise<void> {
    this.server =
      this.protocol === 'grpc'
        ? createGrpc()
            .on('session', (session) => this.sessions.add(session))
            .on('stream', (stream, headers) => this.serveGrpc(stream, String(headers[':path'])))
        : createHttp((request, response) => this.serveHttp(request, response));
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    ({ port: this.port } = this.server.address() as AddressInfo);
  }

  async go(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    for (const session of this.sessions) session.destroy();
    this.sessions.clear();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private serveHttp(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.requests.push(performance.now());
      const { answer } = this;
      const type = request.headers['content-type'] ?? '';
      const isJson = type === 'application/json';
      if (answer === 'silence') return;
      if (answer === 'break') return void request.socket.destroy();
      if (answer === 'web page')
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>');
      if (answer === 'half an answer') {
        const body = isJson ? '{"partialSuccess":{"rej' : partialSuccess(3, 'too old').subarray(0, 6);
        return void response.writeHead(200, { 'content-type': type }).end(body);
      }
      if (typeof answer === 'object' && 'http' in answer) {
        const { http, afterSeconds } = answer;
        const headers = afterSeconds === undefined ? {} : { 'retry-after': String(afterSeconds) };
        return void response.writeHead(http, headers).end();
      }
      this.take(String(request.url).slice('/v1/'.length) as Signal, Buffer.concat(chunks), isJson);
      response.writeHead(200, { 'content-type': type }).end(httpBody(answer, isJson));
    });
  }

  private serveGrpc(stream: ServerHttp2Stream, path: string): void {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      this.requests.push(performance.now());
      const { answer } = this;
      if (answer === 'silence') return;
      if (answer === 'break') return stream.session?.destroy();
      if (answer === 'web page') {
        stream.respond({ ':status': 200, 'content-type': 'text/html' });
        return void stream.end('<h1>Hi</h1>');
      }
      if (answer === 'half an answer') return reply(stream, partialSuccess(3, 'too old').subarray(0, 6));
      if (typeof answer === 'object' && 'grpc' in answer) {
        const { grpc, afterSeconds } = answer;
        const details =
          afterSeconds === undefined
            ? {}
            : { 'grpc-status-details-bin': retryInfo(grpc, afterSeconds).toString('base64') };
        const trailers = { 'grpc-status': String(grpc), 'grpc-message': 'not%20now', ...details };
        stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
        return;
      }
      const name = path.split('.')[3] as keyof typeof GRPC_NAMES;
      this.take(GRPC_NAMES[name], Buffer.concat(chunks).subarray(FRAME_BYTES), false);
      reply(stream, answer === 'take' ? Buffer.alloc(0) : partialSuccess(answer.rejects, answer.because));
    });
  }

  /** What it rejects, it does not take: the last ones. */
  private take(signal: Signal, body: Buffer, isJson: boolean): void {
    const ids = receivedIds(signal, body, isJson);
    const rejects = typeof this.answer === 'object' && 'rejects' in this.answer ? this.answer.rejects : 0;
    this.taken[signal].push(...ids.slice(0, ids.length - rejects));
  }
}

function httpBody(answer: Extract<Answer, 'take' | { readonly rejects: number }>, isJson: boolean): string | Buffer {
  if (answer === 'take') return isJson ? '{}' : Buffer.alloc(0);
  const { rejects, because } = answer;
  if (!isJson) return partialSuccess(rejects, because);
  return JSON.stringify({ partialSuccess: { rejectedSpans: String(rejects), errorMessage: because } });
}

function reply(stream: ServerHttp2Stream, message: Buffer): void {
  const head = Buffer.alloc(FRAME_BYTES);
  head.writeUInt32BE(message.length, 1);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(Buffer.concat([head, message]));
}
