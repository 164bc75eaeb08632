/** A message on its way to a transport of Nest's. */
export interface OutgoingPacket {
  readonly pattern: unknown;
  data: unknown;
  metadata?: Readonly<Record<string, unknown>>;
  options?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** Gives a serialized message what its packet carries. Undefined where the message has no place for it. */
export type Restore = (message: unknown, packet: OutgoingPacket) => unknown;
