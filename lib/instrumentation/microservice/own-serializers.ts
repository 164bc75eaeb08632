import { isPromise, sharedSymbol } from '../../observation/index.js';
import type { OutgoingPacket, Restore } from './outgoing-packet.js';

interface Serializer {
  serialize(packet: OutgoingPacket, options?: unknown): unknown;
}

interface Carrying {
  readonly restore: Restore;
  /** The packet that the serializer gets. */
  readonly plain?: (packet: OutgoingPacket) => OutgoingPacket;
}

interface Reports {
  /** Called once for a client. */
  uncarried(message: unknown): void;
  failed(error: unknown): void;
}

const RESTORING = sharedSymbol('restoring-serializer');
/** Nest's own leave what a packet carries where it is. */
const NESTS_OWN: ReadonlySet<string> = new Set(['IdentitySerializer', 'MqttRecordSerializer', 'RmqRecordSerializer']);

/**
 * A serializer of the application's own makes the message that is sent, and may leave out what the packet carries. Several
 * clients can share one serializer, so the serializer itself is not changed.
 */
export function carryThroughOwnSerializer(client: object, { restore, plain = same }: Carrying, report: Reports): void {
  const holder = client as { serializer?: Serializer };
  const { serializer } = holder;
  if (typeof serializer?.serialize !== 'function' || RESTORING in serializer) return;
  if (NESTS_OWN.has(serializer.constructor.name)) return;
  let isReported = false;
  const restored = (message: unknown, packet: OutgoingPacket): unknown => {
    try {
      const carrying = restore(message, packet);
      if (carrying !== undefined) return carrying;
      if (!isReported) report.uncarried(message);
      isReported = true;
    } catch (error) {
      report.failed(error);
    }
    return message;
  };
  const serialize: Serializer['serialize'] = (packet, ...rest) => {
    const message = serializer.serialize(plain(packet), ...rest);
    return isPromise(message) ? message.then((made: unknown) => restored(made, packet)) : restored(message, packet);
  };
  holder.serializer = Object.create(serializer, {
    serialize: { value: serialize },
    [RESTORING]: { value: true },
  }) as Serializer;
}

function same(packet: OutgoingPacket): OutgoingPacket {
  return packet;
}
