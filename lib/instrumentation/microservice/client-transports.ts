import { type PutCarrier, putMetadata, putMqttProperties, putNatsHeaders, putRmqHeaders } from './packet-carriers.js';

export type Microservices = typeof import('@nestjs/microservices');

/** How one of Nest's clients is recognised, and where its messages have room for the carrier. */
export interface ClientTransport {
  readonly type: abstract new (...args: never) => object;
  readonly system: string;
  /** Undefined for Kafka, whose serialiser adds it. */
  readonly put: PutCarrier | undefined;
}

/** Nest's own clients. One that is not here has the carrier in `packet.metadata`. */
export function clientTransports(microservices: Microservices): readonly ClientTransport[] {
  const { ClientTCP, ClientRedis, ClientNats, ClientMqtt, ClientRMQ, ClientKafka } = microservices;
  const { MqttRecord, NatsRecord, RmqRecord } = microservices;
  const rmq = putRmqHeaders((data) => data instanceof RmqRecord);
  const nats = putNatsHeaders((data) => data instanceof NatsRecord);
  const mqtt = putMqttProperties((data) => data instanceof MqttRecord);
  return [
    { type: ClientTCP, system: 'tcp', put: putMetadata },
    { type: ClientRedis, system: 'redis', put: putMetadata },
    { type: ClientNats, system: 'nats', put: nats },
    { type: ClientMqtt, system: 'mqtt', put: mqtt },
    { type: ClientRMQ, system: 'rabbitmq', put: rmq },
    { type: ClientKafka, system: 'kafka', put: undefined },
  ];
}
