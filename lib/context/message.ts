/** The headers of a message as its client has them: a plain object, or something with `get` and `set` such as a Map. */
export type MessageHeaders = object;

/** Its body, or how many bytes that has. */
export type MessageSize = number | string | ArrayBufferView;

interface Message {
  /** `rabbitmq`, `kafka`, `mqtt`, … */
  readonly system: string;
  /** The queue, topic or channel: one of few, since it reaches metrics. */
  readonly destination: string;
  readonly size?: MessageSize | undefined;
  readonly messageId?: string | undefined;
}

/** A message that goes to a broker. */
export interface PublishedMessage extends Message {
  /** What the system calls it. Default `publish`. */
  readonly operation?: string | undefined;
  /** Where the trace context is written before the message is sent. Without headers the trace ends here. */
  readonly headers?: MessageHeaders | undefined;
}

/** A message that came from a broker, or a batch of them. */
export interface ConsumedMessage extends Message {
  /** What the system calls it. Default `process`. */
  readonly operation?: string | undefined;
  /** Where the sender's trace context is read. A list is a batch: each message of it is linked. */
  readonly headers?: MessageHeaders | readonly (MessageHeaders | undefined)[] | undefined;
  /** Whether the work is part of the sender's trace, or a trace of its own with a link to it. Default `child`. */
  readonly relation?: MessageRelation | undefined;
}

export type MessageRelation = 'child' | 'link';

/** Bytes of a body. */
export function sizeInBytes(size: MessageSize | undefined): number | undefined {
  if (typeof size === 'string') return Buffer.byteLength(size);
  if (ArrayBuffer.isView(size)) return size.byteLength;
  return typeof size === 'number' ? size : undefined;
}
