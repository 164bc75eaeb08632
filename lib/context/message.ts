/**
 * The headers of a message in the form that its client uses: a plain object, or an object with `get` and `set` such as
 * a Map.
 */
export type MessageHeaders = object;

/** The body of the message, or its size in bytes. */
export type MessageSize = number | string | ArrayBufferView;

interface Message {
  /** `rabbitmq`, `kafka`, `mqtt`, … */
  readonly system: string;
  /** The queue, topic or channel. Low cardinality: it is a metric label. */
  readonly destination: string;
  readonly size?: MessageSize | undefined;
  readonly messageId?: string | undefined;
}

/** A message that you send to a broker. */
export interface PublishedMessage extends Message {
  /** The system's name for the operation. Default `publish`. */
  readonly operation?: string | undefined;
  /** Receives the trace context before the message is sent. Without headers, the trace ends here. */
  readonly headers?: MessageHeaders | undefined;
}

/** A message or a batch of messages from a broker. */
export interface ConsumedMessage extends Message {
  /** The system's name for the operation. Default `process`. */
  readonly operation?: string | undefined;
  /** The sender's trace context is read from these headers. A list is a batch: the span has a link to each message. */
  readonly headers?: MessageHeaders | readonly (MessageHeaders | undefined)[] | undefined;
  /**
   * `child`: the work is part of the sender's trace. `link`: it is a new trace with a link to the sender's. Default
   * `child`.
   */
  readonly relation?: MessageRelation | undefined;
}

export type MessageRelation = 'child' | 'link';

/** The size of a body in bytes. */
export function sizeInBytes(size: MessageSize | undefined): number | undefined {
  if (typeof size === 'string') return Buffer.byteLength(size);
  if (ArrayBuffer.isView(size)) return size.byteLength;
  return typeof size === 'number' ? size : undefined;
}
