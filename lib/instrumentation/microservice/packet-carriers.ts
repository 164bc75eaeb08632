import { withHeaders } from '../../context/header-names.js';

type Carrier = Readonly<Record<string, string>>;

/** A message on its way to a transport of Nest's. */
export interface OutgoingPacket {
  readonly pattern: unknown;
  data: unknown;
  metadata?: Readonly<Record<string, unknown>>;
  options?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** Puts the carrier into a packet, where the transport lets it through. What the user put there stays. */
export type PutCarrier = (packet: OutgoingPacket, carrier: Carrier, client: object) => void;

/** TCP, Redis, MQTT 3.1.1 and transports of one's own: beside the data. */
export const putMetadata: PutCarrier = (packet, carrier) => {
  packet.metadata = withHeaders(packet.metadata, carrier);
};

interface RmqRecord {
  readonly options?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** RabbitMQ: AMQP headers. */
export function putRmqHeaders(isRecord: (data: unknown) => boolean): PutCarrier {
  return (packet, carrier) => {
    if (isRecord(packet.data)) {
      const { options } = packet.data as RmqRecord;
      packet.data = copyOf(packet.data, { options: { ...options, headers: withHeaders(options?.headers, carrier) } });
    } else {
      packet.options = { ...packet.options, headers: withHeaders(packet.options?.headers, carrier) };
    }
  };
}

interface MqttRecord {
  readonly options?: { readonly properties?: { readonly userProperties?: Readonly<Record<string, unknown>> } };
}

/**
 * MQTT 5: the user properties of a record. Plain data stays plain, because serializers of the user's get to see it, and
 * earlier versions have no user properties.
 */
export function putMqttProperties(isRecord: (data: unknown) => boolean): PutCarrier {
  return (packet, carrier, client) => {
    const { protocolVersion } = (client as { readonly options?: { readonly protocolVersion?: number } }).options ?? {};
    if (protocolVersion !== 5 || !isRecord(packet.data)) return putMetadata(packet, carrier, client);
    const { options } = packet.data as MqttRecord;
    const userProperties = withHeaders(options?.properties?.userProperties, carrier);
    const properties = { ...options?.properties, userProperties };
    packet.data = copyOf(packet.data, { options: { ...options, properties } });
  };
}

/** The same record may be sent again: it is left as it is. */
function copyOf(record: unknown, changes: object): unknown {
  return Object.assign(Object.create(Object.getPrototypeOf(record) as object) as object, record, changes);
}
