import type { Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { type Context, context as contextApi } from '@opentelemetry/api';
import { excusedBy } from '../../conventions/errors/excused-errors.js';
import { grpcStatus, type GrpcStatus } from '../../conventions/rpc/grpc.js';
import { rpcServerResult } from '../../conventions/rpc/rpc.js';
import type { Observation } from '../../observation/index.js';
import type { GrpcHandler, GrpcServer, Respond } from './grpc-js.js';
import { timeoutMs } from './grpc-timeout.js';

/**
 * A client that gives up at its deadline says so in the same way as one that has lost interest, and about when the
 * deadline of the server ends: by this part of the time that was given, it may be ahead.
 */
const DEADLINE_TOLERANCE = 0.1;

/** One call that this process serves: an HTTP/2 stream from its headers to its end. */
export class ServerCall {
  private readonly session: Http2Session | undefined;
  private readonly startedAt = performance.now();
  private requestSizeBytes = 0;
  private responseSizeBytes = 0;

  constructor(
    private readonly observation: Observation,
    private readonly server: GrpcServer,
    private readonly stream: ServerHttp2Stream,
    private readonly headers: IncomingHttpHeaders,
    private readonly ended: (call: ServerCall) => void,
  ) {
    this.session = stream.session;
    this.enterBy(stream);
  }

  get context(): Context {
    return this.observation.context;
  }

  /** Wraps a handler: counts bytes and notes errors. */
  through(handler: GrpcHandler): GrpcHandler {
    return {
      ...handler,
      func: (call, respond) => {
        if (handler.type !== 'unary') call.on('error', (error) => this.note(error));
        try {
          return handler.func(call, respond && this.witnessed(respond));
        } catch (error) {
          this.note(error);
          throw error;
        }
      },
      deserialize: (bytes) => {
        this.requestSizeBytes += bytes.byteLength;
        return handler.deserialize(bytes);
      },
      serialize: (message) => {
        const bytes = handler.serialize(message);
        this.responseSizeBytes += bytes.byteLength;
        return bytes;
      },
    };
  }

  /** Ends the call with the status that the stream has sent to its client, or with `otherwise`. The first end counts. */
  end(otherwise: GrpcStatus = this.unanswered()): void {
    if (this.observation.ended) return;
    const { requestSizeBytes, responseSizeBytes } = this;
    const status = sentStatus(this.stream) ?? otherwise;
    const { error } = this.observation;
    const result = rpcServerResult(status, { error, requestSizeBytes, responseSizeBytes });
    const blamesClient = !result.failed && status !== 'OK';
    this.observation.end(result, blamesClient ? excusedBy(error) : undefined);
    this.ended(this);
  }

  /** What the stream brings later, it brings in the context of the connection: from here on, in that of the call. */
  private enterBy(stream: ServerHttp2Stream): void {
    const emit = stream.emit.bind(stream) as (event: string | symbol, ...values: unknown[]) => boolean;
    stream.emit = (event: string | symbol, ...values: unknown[]) => {
      const heard = contextApi.with(this.context, emit, undefined, event, ...values);
      if (event === 'close') this.end();
      // Either may be the one that carries the status. A client that still sends would keep the stream open.
      else if ((event === 'wantTrailers' || event === 'finish') && sentStatus(stream) !== undefined) this.end();
      return heard;
    };
  }

  private witnessed(respond: Respond): Respond {
    return (error, ...rest) => {
      if (error) this.note(error);
      respond(error, ...rest);
    };
  }

  /** The first counts: later ones are what filters have made of it. */
  private note(error: unknown): void {
    this.observation.error ??= error;
  }

  private unanswered(): GrpcStatus {
    if (this.server.shutdown === true && this.session?.destroyed !== false) return 'UNAVAILABLE';
    const given = timeoutMs(this.headers['grpc-timeout']);
    const elapsedMs = performance.now() - this.startedAt;
    return elapsedMs >= given * (1 - DEADLINE_TOLERANCE) ? 'DEADLINE_EXCEEDED' : 'CANCELLED';
  }
}

function sentStatus({ sentTrailers, sentHeaders }: ServerHttp2Stream): GrpcStatus | undefined {
  // Without any message, the status is among the headers.
  const code = sentTrailers?.['grpc-status'] ?? (sentHeaders as typeof sentTrailers)?.['grpc-status'];
  return code === undefined ? undefined : grpcStatus(code);
}
