const HEADER_BYTES = 5;

/** A message as gRPC sends it: whether it is compressed, its length, itself. */
export function grpcFrame(message: Uint8Array, compressed: boolean): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + message.length);
  frame.writeUInt8(compressed ? 1 : 0, 0);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, HEADER_BYTES);
  return frame;
}

/** The message of an answer, which is asked for uncompressed. Empty when there is none. */
export function grpcMessage(frame: Buffer): Buffer {
  return frame.length <= HEADER_BYTES ? Buffer.alloc(0) : frame.subarray(HEADER_BYTES);
}
