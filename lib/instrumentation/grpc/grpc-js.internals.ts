import { defineInternals } from '../internals/internals.js';

/** What is touched of `@grpc/grpc-js`: not all of it is in the package's own types. */
export const GRPC_JS_INTERNALS = defineInternals({
  name: '@grpc/grpc-js',
  packageName: '@grpc/grpc-js',
  supported: '^1.14.0',
  costs: 'gRPC calls are not observed',
  members: {
    'Server#_channelzHandler': { costs: 'calls to servers with Channelz are not observed' },
    'Server#_streamHandler': { costs: 'calls to servers without Channelz are not observed' },
    'Server#_retrieveHandler': { costs: 'calls to servers are not observed' },
    'Channel#createCall': { costs: 'calls of clients are not observed' },
    'Channel#getTarget': { costs: 'calls of clients are not observed' },
    'Call#start': { costs: 'calls of clients are not observed' },
    'Call#sendMessageWithContext': { costs: 'the size of requests is not observed' },
    'Call#getPeer': { costs: 'calls of clients do not say which address they went to' },
  },
});

export type GrpcJsMember = keyof typeof GRPC_JS_INTERNALS.members;
