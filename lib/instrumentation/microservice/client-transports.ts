import { withHeaders } from '../../context/header-names.js';
import type { AddHeaders } from './header-serializer.js';
import { addNatsHeaders } from './nats-headers.js';
import type { OutgoingPacket, Restore } from './outgoing-packet.js';
import {
  plainMqttPacket,
  type PutCarrier,
  putMetadata,
  putMqttProperties,
  putRmqHeaders,
  restoreRmqHeaders,
} from './packet-carriers.js';
import { restoreMetadata } from './restore-metadata.js';

export type Microservices = typeof import('@nestjs/microservices');

/** How a message of a client carries its trace: in the packet, or in the headers that its serializer returns. */
export type Carrying = CarryingPacket | { readonly addHeaders: AddHeaders };

interface CarryingPacket {
  readonly put: PutCarrier;
  /** Puts the carrier into a message of the application's own serializer. */
  readonly restore: Restore;
  /** The packet that such a serializer gets, if it is another one. */
  readonly plain?: (packet: OutgoingPacket) => OutgoingPacket;
}

/** How one of Nest's clients is recognised, and how its messages carry their trace. */
export type ClientTransport = Carrying & {
  readonly type: abstract new (...args: never) => object;
  readonly system: string;
};

const METADATA: CarryingPacket = { put: putMetadata, restore: restoreMetadata };

/** A client of the application's own has the carrier in `packet.metadata`. */
const OWN_CLIENT: Carrying & { readonly system: string } = { system: 'custom', ...METADATA };

/** The transport of a client. */
export type TransportOf = (client: object) => Carrying & { readonly system: string };

/** Recognises Nest's own clients. */
export function clientTransports(microservices: Microservices): TransportOf {
  const { ClientTCP, ClientRedis, ClientNats, ClientMqtt, ClientRMQ, ClientKafka } = microservices;
  const { MqttRecord, RmqRecord } = microservices;
  const transports: readonly ClientTransport[] = [
    { type: ClientTCP, system: 'tcp', ...METADATA },
    { type: ClientRedis, system: 'redis', ...METADATA },
    { type: ClientNats, system: 'nats', addHeaders: addNatsHeaders },
    {
      type: ClientMqtt,
      system: 'mqtt',
      put: putMqttProperties(MqttRecord),
      restore: restoreMetadata,
      plain: plainMqttPacket,
    },
    {
      type: ClientRMQ,
      system: 'rabbitmq',
      put: putRmqHeaders((data) => data instanceof RmqRecord),
      restore: restoreRmqHeaders,
    },
    {
      type: ClientKafka,
      system: 'kafka',
      addHeaders: (headers, carrier) => withHeaders(headers as Record<string, unknown>, carrier),
    },
  ];
  return (client) => transports.find(({ type }) => client instanceof type) ?? OWN_CLIENT;
}
