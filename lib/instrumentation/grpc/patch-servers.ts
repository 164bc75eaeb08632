import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { closeAll } from '../../life-cycle/close-all.js';
import type { Close, ObservedApplication } from '../instrumentation.js';
import type { Library } from '../internals/library.js';
import type { SharedPatch } from '../shared-patch.js';
import type { GrpcJsMember } from './grpc-js.internals.js';
import type { GrpcServer, TakeCall } from './grpc-js.js';
import type { ServerCall } from './server-call.js';
import type { ServerCalls } from './server-calls.js';

/**
 * Sees each call where it arrives, before any handler is looked for: a method that is not there, a message that cannot
 * be read and a client that goes away are calls as well.
 */
export function patchServers(
  prototype: GrpcServer | undefined,
  patch: SharedPatch,
  library: Library<GrpcJsMember>,
  callsOf: (application: ObservedApplication) => ServerCalls | undefined,
): Close {
  /** The call that is being taken just now: looking for its handler is part of that. */
  let taken: ServerCall | undefined;

  const begin = (server: GrpcServer, stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const application = patch.application(server, ROOT_CONTEXT);
    if (application === undefined || !isGrpc(headers) || prototype?._retrieveHandler === undefined) return undefined;
    try {
      const handler = prototype._retrieveHandler.call(server, headers[':path'] ?? '');
      return callsOf(application)?.begin(server, handler, stream, headers);
    } catch (error) {
      application.report('A gRPC call could not be observed', error);
      return undefined;
    }
  };

  const undo = (['_channelzHandler', '_streamHandler'] as const).map((name) =>
    library.replace<TakeCall>(
      `Server#${name}`,
      prototype,
      (original) =>
        function (this: GrpcServer, interceptors, stream, headers) {
          const call = begin(this, stream, headers);
          if (call === undefined) return original.call(this, interceptors, stream, headers);
          taken = call;
          try {
            contextApi.with(call.context, original, this, interceptors, stream, headers);
          } finally {
            taken = undefined;
          }
        },
    ),
  );
  undo.push(
    library.replace<GrpcServer['_retrieveHandler']>(
      'Server#_retrieveHandler',
      prototype,
      (original) =>
        function (this: GrpcServer, path) {
          const call = taken;
          taken = undefined;
          const handler = original.call(this, path);
          return handler === null || call === undefined ? handler : call.through(handler);
        },
    ),
  );
  return closeAll(undo);
}

function isGrpc(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('application/grpc') === true;
}
