import { withHeaders } from '../../context/header-names.js';
import type { MessageFacts } from '../../conventions/messaging/messaging-operation.js';
import { messageKey } from './message-key.js';

/** What a message brings along, and what is known of it before it is handled. */
export interface IncomingMessage extends MessageFacts {
  readonly carrier: object | undefined;
}

interface MqttPacket {
  readonly payload?: Buffer | string;
  readonly properties?: { readonly userProperties?: Readonly<Record<string, unknown>> };
}

/** The contexts that Nest's transports hand to handlers, as far as they are of interest here. */
interface AnyContext {
  getMetadata?(): unknown;
  getHeaders?(): object | undefined;
  getMessage?(): {
    readonly headers?: object;
    readonly content?: Uint8Array;
    readonly properties?: { readonly headers?: object; readonly messageId?: string };
    readonly offset?: unknown;
    readonly key?: unknown;
  };
  /** Kafka's alone. */
  getPartition?(): unknown;
  getPacket?(): MqttPacket;
}

const NOTHING: IncomingMessage = { carrier: undefined };

/**
 * Where each transport has it: metadata beside the data (TCP, Redis, one's own), headers (NATS, RabbitMQ, Kafka), user
 * properties (MQTT 5), or the payload itself (MQTT 3.1.1).
 */
export function incomingMessage(context: object): IncomingMessage {
  const from = context as AnyContext;
  if (from.getMetadata !== undefined) return { carrier: objectIn(from.getMetadata()) };
  if (from.getHeaders !== undefined) return { carrier: from.getHeaders() };
  if (from.getMessage !== undefined) {
    const { headers, content, properties, offset, key } = from.getMessage();
    if (from.getPartition !== undefined) {
      return {
        carrier: headers,
        partition: String(from.getPartition()),
        offset: offsetOf(offset),
        key: messageKey(key),
      };
    }
    return { carrier: properties?.headers ?? headers, id: properties?.messageId, bodySizeBytes: content?.byteLength };
  }
  if (from.getPacket === undefined) return NOTHING;
  const { payload, properties } = from.getPacket();
  const bodySizeBytes = payload === undefined ? undefined : Buffer.byteLength(payload);
  const userProperties = properties?.userProperties;
  const metadata = metadataIn(payload);
  // User properties can be the client's own, the same for every message, while the trace is in the body.
  const both = userProperties !== undefined && metadata !== undefined;
  return { carrier: both ? withHeaders(metadata, userProperties) : (userProperties ?? metadata), bodySizeBytes };
}

/** MQTT 3.1.1 has no place but the body, which Nest has parsed by now and forgotten. */
function metadataIn(payload: Buffer | string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (payload === undefined || !payload.includes('"metadata"')) return undefined;
  try {
    const { metadata } = JSON.parse(payload.toString()) as { metadata?: unknown };
    return objectIn(metadata) as Readonly<Record<string, unknown>> | undefined;
  } catch {
    return undefined;
  }
}

function offsetOf(offset: unknown): number | undefined {
  const number = Number(offset);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The carrier among the metadata of a packet, or of what was kept of one. */
export function metadataCarrier(packet: unknown): object | undefined {
  return objectIn((objectIn(packet) as { readonly metadata?: unknown } | undefined)?.metadata);
}

/** Senders decide what is there. */
function objectIn(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
