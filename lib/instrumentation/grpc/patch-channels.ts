import { isTracingSuppressed } from '@opentelemetry/core';
import { context as contextApi } from '@opentelemetry/api';
import type { Close, ObservedApplication } from '../instrumentation.js';
import { replaceMethod } from '../replace-method.js';
import type { SharedPatch } from '../shared-patch.js';
import type { ClientCalls } from './client-calls.js';
import type { GrpcChannel } from './grpc-js.js';

/** Sees each call where the channel makes it, below the client's own interceptors: clients of all sorts go through here. */
export function patchChannels(
  prototype: GrpcChannel,
  patch: SharedPatch,
  callsOf: (application: ObservedApplication) => ClientCalls | undefined,
): Close {
  return replaceMethod<GrpcChannel['createCall']>(
    prototype,
    'createCall',
    (original) =>
      function (this: GrpcChannel, path, ...rest) {
        const call = original.call(this, path, ...rest);
        const application = patch.application(this);
        if (application === undefined || isTracingSuppressed(contextApi.active())) return call;
        try {
          callsOf(application)?.follow(call, path, this);
        } catch (error) {
          application.report('A gRPC call could not be observed', error);
        }
        return call;
      },
  );
}
