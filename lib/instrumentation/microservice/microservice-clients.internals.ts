import { defineInternals } from '../internals/internals.js';

/** What is touched of the message clients of `@nestjs/microservices`: some of it is protected. */
export const MICROSERVICE_CLIENTS_INTERNALS = defineInternals({
  name: 'microservice-clients',
  packageName: '@nestjs/microservices',
  supported: '^11.1.4 || ^12.0.0',
  costs: 'messages that are sent are not observed',
  option: 'messaging.outgoing',
  members: {
    'ClientProxy#send': { costs: 'messages with a reply are not observed' },
    'ClientProxy#emit': { costs: 'events that are sent are not observed' },
    // Nest 11 has none, and its clients are followed where they dispatch.
    'ClientProxy#createPacket': { costs: 'messages are sent without their trace', optional: true },
    'ClientProxy#publish': { costs: 'messages with a reply are sent without their trace' },
    'ClientProxy#dispatchEvent': { costs: 'events are sent without their trace' },
    'ClientProxy#close': { costs: 'messages that a closing client gives up count as failed' },
    // Only clients of `ClientsModule` have it.
    'ClientProxy#onApplicationShutdown': {
      costs: 'messages that a closing client gives up count as failed',
      optional: true,
    },
    'ClientProxy#normalizePattern': { costs: 'messages that are sent are not observed' },
    'ClientProxy#options': { costs: 'spans of messages do not say the address of their broker', optional: true },
    'ClientKafka#emitBatch': { costs: 'batches that are sent to Kafka are not observed' },
    'ClientNats#serializer': { costs: 'messages are sent to NATS without their trace' },
    'ClientKafka#serializer': { costs: 'messages are sent to Kafka without their trace' },
  },
});

export type ClientMember = keyof typeof MICROSERVICE_CLIENTS_INTERNALS.members;
