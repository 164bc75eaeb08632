import { defineInternals } from '../internals/internals.js';

/** What is touched of the servers of `@nestjs/microservices`: hooks with one slot each, and look-ups of handlers. */
export const MICROSERVICE_SERVERS_INTERNALS = defineInternals({
  name: 'microservice-servers',
  packageName: '@nestjs/microservices',
  supported: '^11.1.4 || ^12.0.0',
  costs: 'messages that are received are not observed',
  option: 'messaging.incoming',
  members: {
    'Server#onProcessingStartHook': { costs: 'messages that are received are not observed' },
    'Server#getHandlerByPattern': { costs: 'messages that are received are not observed' },
    'Server#handleEvent': { costs: 'messages that are received are not observed' },
    'Server#getHandlers': { costs: 'messages that are received do not say their pattern' },
    'Server#options': { costs: 'spans of messages do not say the address of their broker', optional: true },
    'ServerKafka#groupId': { costs: 'spans of messages do not say their consumer group', optional: true },
    'Server#handleMessage': { costs: 'the size of messages that are received is not observed', optional: true },
    'ServerGrpc#createClient': { costs: 'gRPC calls of several applications in one process are mixed' },
    'RpcExceptionsHandler#filters': {
      costs: 'exceptions that a filter answers with a reply are errors',
      optional: true,
    },
    'RpcExceptionsHandler#handle': { costs: 'exceptions of message handlers are not observed' },
  },
});

export type ServerMember = keyof typeof MICROSERVICE_SERVERS_INTERNALS.members;
