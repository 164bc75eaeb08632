const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;
const LOW_BITS = 0x7fn;
const MAX_VARINT_BYTES = 10;

/** A field of a message: a number, or bytes that are text or a message themselves. */
export interface ProtobufField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/**
 * The fields of a message in protobuf's wire format, in order.
 *
 * @throws RangeError when the message is broken or cut off.
 */
export function protobufFields(message: Uint8Array): ProtobufField[] {
  const reader = new Reader(message);
  const fields: ProtobufField[] = [];
  while (!reader.isAtEnd) fields.push(reader.field());
  return fields;
}

class Reader {
  private at = 0;

  constructor(private readonly message: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at === this.message.length;
  }

  field(): ProtobufField {
    const tag = Number(this.varint());
    const number = Math.floor(tag / 8);
    if (number === 0) throw new RangeError('A field has no number');
    switch (tag % 8) {
      case VARINT:
        return { number, value: this.varint() };
      case BYTES:
        return { number, value: this.bytes(Number(this.varint())) };
      case FIXED_64:
        return { number, value: this.bytes(8) };
      case FIXED_32:
        return { number, value: this.bytes(4) };
      default:
        throw new RangeError(`A field is of the unknown type ${tag % 8}`);
    }
  }

  private varint(): bigint {
    let value = 0n;
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      const [byte = 0] = this.bytes(1);
      value |= (BigInt(byte) & LOW_BITS) << BigInt(7 * index);
      if (byte < 0x80) return value;
    }
    throw new RangeError('A number is too long');
  }

  private bytes(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.message.length) throw new RangeError('The message is cut off');
    const bytes = this.message.subarray(this.at, end);
    this.at = end;
    return bytes;
  }
}
