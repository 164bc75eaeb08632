import { fileURLToPath } from 'node:url';
import { GrpcMethodStreamingType, type GrpcOptions, Transport } from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';
import { catchError, type Observable, throwError } from 'rxjs';
import type { HandlerName } from './cases.js';
import { freePort } from './free-port.js';
import type { TransportUnderTest } from './transport.js';

const SERVICE = 'Peer';
const PACKAGE = 'matrix';

function ends(_namespace: string, url: string): GrpcOptions & { transport: Transport.GRPC } {
  const protoPath = fileURLToPath(new URL('./peer.proto', import.meta.url));
  return {
    transport: Transport.GRPC,
    // So that zeros arrive too.
    options: { package: PACKAGE, protoPath, url, loader: { defaults: true } },
  };
}

function rpcOf(handler: HandlerName): string {
  return `${handler[0]?.toUpperCase()}${handler.slice(1)}`;
}

/** What `@GrpcMethod` gives as the pattern of a handler. */
export function grpcPattern(handler: HandlerName): object {
  return { service: SERVICE, rpc: rpcOf(handler), streaming: GrpcMethodStreamingType.NO_STREAMING };
}

/** gRPC has calls in the place of messages: what is told of them has other names, and a client that leaves says so. */
export const GRPC: TransportUnderTest = {
  name: 'gRPC',
  describe: (title, tests) => void describe(title, tests),
  meetingPoint: async () => ({ address: `127.0.0.1:${await freePort()}` }),
  server: ends,
  client: ends,
  sender: (client, namespace) => {
    const service = client.getService<Record<string, (data: unknown) => Observable<never>>>(SERVICE);
    return {
      connect: async () => undefined,
      emit: () => throwError(() => new Error('gRPC has no events.')),
      send: (pattern: string, data: unknown) =>
        service[pattern.slice(namespace.length + 1)]?.(data).pipe(
          // As the other transports give it.
          catchError(({ details }: { details: string }) => throwError(() => ({ status: 'error', message: details }))),
        ) as Observable<never>,
    };
  },
  without: ['event'],
  unsized: true,
  expected: {
    // The server is told at once, and may be done before the client is.
    'timeout of the client': { endsLast: undefined },
    unsubscribed: { endsLast: undefined },
  },
  spans: {
    kinds: [SpanKind.CLIENT, SpanKind.SERVER],
    names: (_sentBy, handler) => {
      const method = `${PACKAGE}.${SERVICE}/${rpcOf(handler)}`;
      return [method, method];
    },
  },
};
