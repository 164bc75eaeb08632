import { withHeaders } from '../../context/header-names.js';
import type { AddHeaders } from './header-serializer.js';
import { addNatsHeaders } from './nats-headers.js';
import { type PutCarrier, putMetadata, putMqttProperties, putRmqHeaders } from './packet-carriers.js';

export type Microservices = typeof import('@nestjs/microservices');

/** How a message of a client carries its trace: in the packet, or in the headers that its serializer returns. */
export type Carrying = { readonly put: PutCarrier } | { readonly addHeaders: AddHeaders };

/** How one of Nest's clients is recognised, and how its messages carry their trace. */
export type ClientTransport = Carrying & {
  readonly type: abstract new (...args: never) => object;
  readonly system: string;
};

/** A client of the application's own has the carrier in `packet.metadata`. */
const OWN_CLIENT: Carrying & { readonly system: string } = { system: 'custom', put: putMetadata };

/** The transport of a client. */
export type TransportOf = (client: object) => Carrying & { readonly system: string };

/** Recognises Nest's own clients. */
export function clientTransports(microservices: Microservices): TransportOf {
  const { ClientTCP, ClientRedis, ClientNats, ClientMqtt, ClientRMQ, ClientKafka } = microservices;
  const { MqttRecord, RmqRecord } = microservices;
  const transports: readonly ClientTransport[] = [
    { type: ClientTCP, system: 'tcp', put: putMetadata },
    { type: ClientRedis, system: 'redis', put: putMetadata },
    { type: ClientNats, system: 'nats', addHeaders: addNatsHeaders },
    { type: ClientMqtt, system: 'mqtt', put: putMqttProperties((data) => data instanceof MqttRecord) },
    { type: ClientRMQ, system: 'rabbitmq', put: putRmqHeaders((data) => data instanceof RmqRecord) },
    {
      type: ClientKafka,
      system: 'kafka',
      addHeaders: (headers, carrier) => withHeaders(headers as Record<string, unknown>, carrier),
    },
  ];
  return (client) => transports.find(({ type }) => client instanceof type) ?? OWN_CLIENT;
}
