import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

// What is patched of @grpc/grpc-js, as far as it is used: not all of it is in the package's own types.

export interface GrpcJs {
  readonly Server?: { readonly prototype: GrpcServer };
  readonly Channel?: { readonly prototype: GrpcChannel };
}

export interface GrpcServer {
  /** It takes no more calls. */
  readonly shutdown?: boolean;
  /** Takes a call, where the server keeps statistics for Channelz, as it does by default. */
  _channelzHandler: TakeCall;
  /** The same without. */
  _streamHandler: TakeCall;
  _retrieveHandler(path: string): GrpcHandler | null;
}

export type TakeCall = (
  this: GrpcServer,
  interceptors: unknown,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
) => void;

/** A method as the server knows it. */
export interface GrpcHandler {
  readonly type: 'unary' | 'clientStream' | 'serverStream' | 'bidi';
  readonly func: (call: GrpcServerCall, respond?: Respond) => unknown;
  readonly serialize: (message: unknown) => Uint8Array;
  readonly deserialize: (bytes: Uint8Array) => unknown;
}

export interface GrpcServerCall {
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

export type Respond = (error: unknown, ...rest: unknown[]) => void;

export interface GrpcChannel {
  getTarget(): string;
  createCall(path: string, ...rest: unknown[]): GrpcClientCall;
}

export interface GrpcClientCall {
  start(metadata: GrpcMetadata, listener: GrpcListener): void;
  sendMessageWithContext(context: unknown, message: Uint8Array): void;
  getPeer?(): string;
}

export interface GrpcMetadata {
  get(name: string): readonly unknown[];
  set(name: string, value: string): void;
  clone(): GrpcMetadata;
}

export interface GrpcListener {
  onReceiveMetadata(metadata: unknown): void;
  onReceiveMessage(message: Uint8Array): void;
  onReceiveStatus(status: GrpcStatusObject): void;
}

export interface GrpcStatusObject {
  readonly code: number;
  readonly details: string;
}
