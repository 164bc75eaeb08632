import { type ClientHttp2Session, type ClientHttp2Stream, connect, type SecureClientSessionOptions } from 'node:http2';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base';
import { within } from '../life-cycle/within.js';
import { grpcFrame, grpcMessage } from './grpc-frame.js';
import { atDeadline, type Sender, shownAddress } from './sender.js';
import { isError } from '../conventions/errors/is-error.js';

const USER_AGENT = 'nestjs-telemetry (OTLP over gRPC, JavaScript)';
const compress = promisify(gzip);

export interface OtlpGrpcSettings {
  /** Scheme, host and port. */
  readonly url: string;
  /** The service's method: `/package.Service/Method`. */
  readonly method: string;
  readonly compression: string;
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
export class OtlpGrpcTransport implements IExporterTransport, Sender {
  readonly address: string;
  private readonly over = new AbortController();
  private session: ClientHttp2Session | undefined;

  constructor(private readonly settings: OtlpGrpcSettings) {
    this.address = shownAddress(settings.url);
  }

  async send(data: Uint8Array, timeoutMs: number): Promise<ExportResponse> {
    try {
      const answer = await within(timeoutMs, (signal) => this.call(data, timeoutMs, signal), this.over.signal);
      return { status: 'success', data: answer };
    } catch (error) {
      return { status: 'failure', error: isError(error) ? error : new Error(String(error)) };
    }
  }

  closeBy(deadline: AbortSignal): void {
    atDeadline(deadline, () => {
      this.over.abort(new Error('the application has shut down'));
      this.session?.destroy();
    });
  }

  shutdown(): void {
    this.session?.close();
  }

  private async call(data: Uint8Array, timeoutMs: number, signal: AbortSignal): Promise<Buffer> {
    const zipped = this.settings.compression === 'gzip';
    const [headers, body, session] = await Promise.all([
      this.settings.headers(),
      zipped ? compress(data) : data,
      this.connected(),
    ]);
    signal.throwIfAborted();
    const stream = session.request({
      ':method': 'POST',
      ':path': this.settings.method,
      'user-agent': USER_AGENT,
      ...headers,
      te: 'trailers',
      'content-type': 'application/grpc',
      'grpc-timeout': `${Math.ceil(timeoutMs)}m`,
      ...(zipped ? { 'grpc-encoding': 'gzip' } : {}),
    });
    signal.addEventListener('abort', () => this.giveUp(session, stream), { once: true });
    stream.end(grpcFrame(body, zipped));
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

function answerOf(stream: ClientHttp2Stream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status: { readonly code: unknown; readonly message: unknown } = { code: undefined, message: undefined };
    const read = (headers: Readonly<Record<string, unknown>>): void => {
      if (headers['grpc-status'] !== undefined) {
        status = { code: headers['grpc-status'], message: headers['grpc-message'] };
      }
    };
    stream.on('response', read);
    stream.on('trailers', read);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => {
      if (status.code === '0') resolve(grpcMessage(Buffer.concat(chunks)));
      else if (status.code === undefined) reject(new Error('The connection ended before an answer'));
      else
        reject(
          new Error(`The receiver answered with gRPC status ${status.code} ${readable(status.message)}`.trimEnd()),
        );
    });
  });
}

/** gRPC encodes its messages as URLs do. */
function readable(message: unknown): string {
  try {
    return decodeURIComponent(String(message ?? ''));
  } catch {
    return String(message);
  }
}
