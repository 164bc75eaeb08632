import { withHeaders } from '../../context/header-names.js';
import type { OutgoingPacket, Restore } from './outgoing-packet.js';
import { takesFields, withFields } from './restore-metadata.js';

type Carrier = Readonly<Record<string, string>>;

/** Puts the carrier into a packet, where the transport lets it through. What the user put there stays. */
export type PutCarrier = (packet: OutgoingPacket, carrier: Carrier, client: object) => void;

/** TCP, Redis, MQTT 3.1.1 and transports of one's own: beside the data. */
export const putMetadata: PutCarrier = (packet, carrier) => {
  packet.metadata = withHeaders(packet.metadata, carrier);
};

interface RmqRecord {
  readonly options?: { readonly headers?: Readonly<Record<string, unknown>> };
}

const rmqCarriers = new WeakMap<OutgoingPacket, Carrier>();

/** RabbitMQ: AMQP headers. */
export function putRmqHeaders(isRecord: (data: unknown) => boolean): PutCarrier {
  return (packet, carrier) => {
    rmqCarriers.set(packet, carrier);
    if (isRecord(packet.data)) {
      const { options } = packet.data as RmqRecord;
      packet.data = withFields(packet.data as object, {
        options: { ...options, headers: withHeaders(options?.headers, carrier) },
      });
    } else {
      packet.options = { ...packet.options, headers: withHeaders(packet.options?.headers, carrier) };
    }
  };
}

/** RabbitMQ: Nest's client takes the headers out of the serialized message. */
export const restoreRmqHeaders: Restore = (message, packet) => {
  const carrier = rmqCarriers.get(packet);
  if (carrier === undefined) return message;
  if (!takesFields(message)) return undefined;
  const { options } = message as OutgoingPacket;
  return withFields(message, { options: { ...options, headers: withHeaders(options?.headers, carrier) } });
};

interface MqttRecord {
  readonly data: unknown;
  readonly options?: { readonly properties?: { readonly userProperties?: Readonly<Record<string, unknown>> } };
}

/** Plain data that goes as a record, since only a record has user properties. */
const plainData = new WeakSet<object>();

/** MQTT 5: the user properties of a record. Earlier versions have none. */
export function putMqttProperties(recordClass: abstract new (...args: never) => object): PutCarrier {
  return (packet, carrier, client) => {
    if (!hasUserProperties(client)) return putMetadata(packet, carrier, client);
    if (!(packet.data instanceof recordClass)) {
      const properties = { userProperties: carrier };
      const record = { data: packet.data, options: { properties } };
      packet.data = Object.assign(Object.create(recordClass.prototype as object) as object, record);
      plainData.add(packet.data as object);
      return;
    }
    const { options } = packet.data as MqttRecord;
    const userProperties = withHeaders(options?.properties?.userProperties, carrier);
    const properties = { ...options?.properties, userProperties };
    packet.data = withFields(packet.data as object, { options: { ...options, properties } });
  };
}

/** What a serializer of the application's own gets: its data, as it was handed in. */
export function plainMqttPacket(packet: OutgoingPacket): OutgoingPacket {
  const { data } = packet;
  if (typeof data !== 'object' || data === null || !plainData.has(data)) return packet;
  return { ...packet, data: (data as MqttRecord).data };
}

function hasUserProperties(client: object): boolean {
  return (client as { readonly options?: { readonly protocolVersion?: number } }).options?.protocolVersion === 5;
}
