import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { within } from '../life-cycle/within.js';
import { grpcFrame, grpcMessage } from './grpc-frame.js';
import { outcomeOfGrpcStatus } from './grpc-status.js';
import { readAnswer } from './otlp-answer.js';
import type { OtlpTransport } from './otlp-client.js';
import { outcomeOfError, outcomeOfStatus } from './passing-failure.js';
import { retryAfterMs } from './retry-after.js';
import type { SendOutcome } from './send-outcome.js';
import { atDeadline, shownAddress } from './sender.js';

const USER_AGENT = 'nestjs-telemetry (OTLP over gRPC, JavaScript)';
/** Far more than a receiver has to say. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const compress = promisify(gzip);

export interface OtlpGrpcSettings {
  /** Scheme, host and port. */
  readonly url: string;
  /** The service's method: `/package.Service/Method`. */
  readonly method: string;
  readonly compression: string;
  readonly timeoutMs: number;
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Certificates, for `https`. */
  tls(): Promise<SecureClientSessionOptions>;
}

/**
 * Sends OTLP as unary gRPC calls over one HTTP/2 session, which is opened when it is needed. It can be ended in whatever
 * state it is, and then leaves no socket and no timer: gRPC's own client leaves a TLS handshake that never ends.
 *
 * Source: gRPC over HTTP2, github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
 */
export class OtlpGrpcTransport implements OtlpTransport {
  readonly address: string;
  private readonly over = new AbortController();
  private session: ClientHttp2Session | undefined;

  constructor(private readonly settings: OtlpGrpcSettings) {
    this.address = shownAddress(settings.url);
  }

  async send(data: Uint8Array): Promise<SendOutcome> {
    try {
      const { timeoutMs } = this.settings;
      return outcomeOf(await within(timeoutMs, (signal) => this.call(data, signal), this.over.signal));
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  closeBy(deadline: AbortSignal): void {
    atDeadline(deadline, () => {
      this.over.abort(new Error('the application has shut down'));
      this.session?.destroy();
    });
  }

  shutdown(): void {
    const { session } = this;
    if (session?.connecting === true) session.destroy();
    else session?.close();
  }

  private async call(data: Uint8Array, signal: AbortSignal): Promise<GrpcAnswer> {
    const zipped = this.settings.compression === 'gzip';
    const [headers, message] = await Promise.all([this.settings.headers(), zipped ? compress(data) : data]);
    const frame = grpcFrame(message, zipped);
    const all = {
      ':method': 'POST',
      ':path': this.settings.method,
      'user-agent': USER_AGENT,
      ...headers,
      te: 'trailers',
      'content-type': 'application/grpc',
      'grpc-timeout': `${Math.ceil(this.settings.timeoutMs)}m`,
      ...(zipped ? { 'grpc-encoding': 'gzip' } : {}),
    };
    const known = this.session;
    const session = await this.connected();
    try {
      return await this.request(session, all, frame, signal);
    } catch (error) {
      // A receiver may end an idle session in the moment in which it is used again.
      if (session !== known || signal.aborted) throw error;
      session.destroy();
      return this.request(await this.connected(), all, frame, signal);
    }
  }

  private request(
    session: ClientHttp2Session,
    headers: OutgoingHttpHeaders,
    frame: Buffer,
    signal: AbortSignal,
  ): Promise<GrpcAnswer> {
    signal.throwIfAborted();
    const stream = session.request(headers);
    signal.addEventListener('abort', () => this.giveUp(session, stream), { once: true });
    stream.end(frame);
    return answerOf(stream);
  }

  /** A session that has not come about is of no use to the next call either. */
  private giveUp(session: ClientHttp2Session, stream: ClientHttp2Stream): void {
    if (session.connecting) session.destroy();
    else stream.destroy();
  }

  private async connected(): Promise<ClientHttp2Session> {
    const open = this.session;
    if (open !== undefined && !open.closed && !open.destroyed) return open;
    const session = connect(this.settings.url, await this.settings.tls());
    // The stream hears of it too. The connection keeps no process alive; the time limit of a call under way does.
    session.on('error', () => undefined);
    session.on('goaway', () => session.close());
    session.unref();
    this.session = session;
    return session;
  }
}

interface GrpcAnswer {
  readonly http: IncomingHttpHeaders & IncomingHttpStatusHeader;
  /** Where the status of the call is. */
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Rejects when the connection ends before an answer. */
function answerOf(stream: ClientHttp2Stream): Promise<GrpcAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let http: GrpcAnswer['http'] | undefined;
    let trailers: IncomingHttpHeaders | undefined;
    stream.on('response', (headers) => {
      http = headers;
      // An answer without a message has its trailers here.
      if (headers['grpc-status'] !== undefined) trailers = headers;
    });
    stream.on('trailers', (headers) => (trailers = headers));
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) stream.destroy(new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`));
      else chunks.push(chunk);
    });
    stream.on('error', reject);
    stream.on('close', () => {
      if (http !== undefined && (trailers !== undefined || !isGrpc(http))) {
        resolve({ http, trailers: trailers ?? {}, body: Buffer.concat(chunks) });
      } else reject(new Error('The connection ended before an answer'));
    });
  });
}

function isGrpc({ ':status': status, 'content-type': type = '' }: GrpcAnswer['http']): boolean {
  return status === 200 && type.startsWith('application/grpc');
}

function outcomeOf({ http, trailers, body }: GrpcAnswer): SendOutcome {
  const { 'grpc-status': status, 'grpc-message': text, 'grpc-status-details-bin': details } = trailers;
  if (status === undefined) {
    const { ':status': code = 0, 'content-type': type, 'retry-after': after } = http;
    if (code !== 200) return outcomeOfStatus(code, '', retryAfterMs(after));
    const error = new Error(`The receiver answered in ${type ?? 'no type'}, which is no gRPC`);
    return { kind: 'lost', reason: 'unconfirmed', error };
  }
  if (Number(status) === 0) return readAnswer(grpcMessage(body), 'application/x-protobuf', false);
  return outcomeOfGrpcStatus(Number(status), readable(text), details === undefined ? undefined : String(details));
}

/** gRPC encodes its messages as URLs do. */
function readable(message: unknown): string {
  try {
    return decodeURIComponent(String(message ?? ''));
  } catch {
    return String(message);
  }
}
