import { type Context, context as contextApi } from '@opentelemetry/api';
import { isPromise, sharedSymbol } from '../../observation/index.js';
import { outgoingCarrier, reportUncarried } from './outgoing-carrier.js';

type Carrier = Readonly<Record<string, string>>;
type Serialize = (value: unknown, options?: unknown) => unknown;

interface Serializer {
  serialize: Serialize;
  init?(...parameters: unknown[]): unknown;
}

/** The headers of a serialized message with the carrier added. The headers given can be the user's: they stay as they are. */
export type AddHeaders = (headers: unknown, carrier: Carrier) => unknown;

const CARRYING = sharedSymbol('carrying-serializer');

/**
 * For clients that send the headers of what their serializer returns, and nothing else of a packet: the carrier joins
 * those headers. Several clients can share one serializer, so the serializer itself is not changed.
 */
export function carryThroughSerializer(client: object, addHeaders: AddHeaders): void {
  const holder = client as { serializer?: Serializer };
  const { serializer } = holder;
  if (serializer === undefined || CARRYING in serializer) return;
  const serialize: Serialize = (...args) => {
    const context = contextApi.active();
    const carrier = outgoingCarrier(context);
    const message = serializer.serialize(...args);
    if (carrier === undefined) return message;
    const withCarrier = (made: unknown): unknown => withHeaders(made, (given) => addHeaders(given, carrier), context);
    return isPromise(message) ? message.then(withCarrier) : withCarrier(message);
  };
  holder.serializer = Object.create(serializer, {
    serialize: { value: serialize },
    // What it prepares has to be where the original `serialize` looks for it.
    ...(typeof serializer.init === 'function' ? { init: { value: serializer.init.bind(serializer) } } : {}),
    [CARRYING]: { value: true },
  }) as Serializer;
}

/** The message itself can be the user's own object, and be sent again. */
function withHeaders(message: unknown, change: (headers: unknown) => unknown, context: Context): unknown {
  try {
    if (typeof message !== 'object' || message === null) throw new TypeError('The serialized message is no object');
    return { ...message, headers: change((message as { headers?: unknown }).headers) };
  } catch (error) {
    reportUncarried(context, error);
    return message;
  }
}
