import { context as contextApi } from '@opentelemetry/api';
import { sharedSymbol } from '../../observation/index.js';
import { outgoingCarrier } from './outgoing-carrier.js';

type Serialize = (value: unknown, options?: unknown) => unknown;

interface Serializer {
  serialize: Serialize;
}

const CARRYING = sharedSymbol('carrying-serializer');

/**
 * Kafka's client serialises a message's data and drops all else of the packet, so the carrier joins the headers of what
 * its serialiser made. A serialiser that several clients share is left as it is.
 */
export function carryThroughSerializer(client: object): void {
  const holder = client as { serializer?: Serializer };
  const { serializer } = holder;
  if (serializer === undefined || CARRYING in serializer) return;
  const serialize: Serialize = (...args) => {
    const carrier = outgoingCarrier(contextApi.active());
    const message = serializer.serialize(...args);
    if (carrier === undefined) return message;
    return message instanceof Promise
      ? message.then((made) => withHeaders(made, carrier))
      : withHeaders(message, carrier);
  };
  holder.serializer = Object.create(serializer, {
    serialize: { value: serialize },
    [CARRYING]: { value: true },
  }) as Serializer;
}

/** The message itself can be the user's own object, and be sent again. */
function withHeaders(message: unknown, carrier: Readonly<Record<string, string>>): unknown {
  if (typeof message !== 'object' || message === null) return message;
  return { ...message, headers: { ...(message as { headers?: object }).headers, ...carrier } };
}
