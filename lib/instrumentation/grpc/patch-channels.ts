import { isTracingSuppressed } from '@opentelemetry/core';
import { context as contextApi } from '@opentelemetry/api';
import type { Close, ObservedApplication } from '../instrumentation.js';
import type { Library } from '../internals/library.js';
import type { SharedPatch } from '../shared-patch.js';
import type { ClientCalls } from './client-calls.js';
import type { GrpcJsMember } from './grpc-js.internals.js';
import type { GrpcChannel } from './grpc-js.js';

const CALL = ['start', 'sendMessageWithContext', 'getPeer'] as const;

/** Sees each call where the channel makes it, below the client's own interceptors: clients of all sorts go through here. */
export function patchChannels(
  prototype: GrpcChannel | undefined,
  patch: SharedPatch,
  library: Library<GrpcJsMember>,
  callsOf: (application: ObservedApplication) => ClientCalls | undefined,
): Close {
  library.check('Channel#getTarget', typeof prototype?.getTarget === 'function');
  return library.replace<GrpcChannel['createCall']>(
    'Channel#createCall',
    prototype,
    (original) =>
      function (this: GrpcChannel, path, ...rest) {
        const call = original.call(this, path, ...rest);
        const application = patch.application(this);
        if (application === undefined || isTracingSuppressed(contextApi.active())) return call;
        try {
          for (const name of CALL) library.inspect(`Call#${name}`, call);
          callsOf(application)?.follow(call, path, this);
        } catch (error) {
          application.report('A gRPC call could not be observed', error);
        }
        return call;
      },
  );
}
