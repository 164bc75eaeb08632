const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;
const FIRST_BYTES = 4_096;
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The field of a message. A message is an object whose fields have these names. */
export interface FieldSchema {
  readonly name: string;
  readonly number: number;
  /** A text of `hex` becomes bytes. 64-bit integers are decimal texts or numbers. A list is a message of its own. */
  readonly type: 'string' | 'bool' | 'double' | 'fixed32' | 'fixed64' | 'int64' | 'enum' | 'hex' | 'bytes' | MessageSchema;
  readonly repeated?: 'packed' | 'each';
}

export type MessageSchema = () => readonly FieldSchema[];

/**
 * Encodes a message in protobuf's wire format. It writes from the end to the start, because the length of a part comes
 * before the part. Undefined fields are left out.
 */
export function encodeProtobuf(message: object, schema: MessageSchema): Uint8Array {
  const writer = new Writer();
  writer.message(message, schema);
  return writer.bytes();
}

class Writer {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private start = FIRST_BYTES;

  bytes(): Uint8Array {
    return this.buffer.subarray(this.start);
  }

  message(message: object, schema: MessageSchema): void {
    const fields = schema();
    for (let at = fields.length - 1; at >= 0; at--) {
      const field = fields[at] as FieldSchema;
      const value = (message as Readonly<Record<string, unknown>>)[field.name];
      if (value === undefined || value === null) continue;
      if (field.repeated === undefined) this.field(field, value);
      else this.repeated(field, value as readonly unknown[]);
    }
  }

  private repeated(field: FieldSchema, values: readonly unknown[]): void {
    const end = this.end();
    for (let at = values.length - 1; at >= 0; at--) {
      if (field.repeated === 'packed') this.value(field, values[at]);
      else this.field(field, values[at]);
    }
    if (field.repeated === 'packed' && values.length > 0) this.delimit(field.number, end);
  }

  private field(field: FieldSchema, value: unknown): void {
    const end = this.end();
    const wireType = this.value(field, value);
    if (wireType === BYTES) this.delimit(field.number, end);
    else this.shortVarint(field.number * 8 + wireType);
  }

  /** Writes a value without its tag, and returns its wire type. */
  private value({ type }: FieldSchema, value: unknown): number {
    if (typeof type === 'function') {
      this.message(value as object, type);
      return BYTES;
    }
    switch (type) {
      case 'string':
        return this.text(value as string, 'utf8');
      case 'hex':
        return this.text(value as string, 'hex');
      case 'bytes':
        return this.copy(value as Uint8Array);
      case 'double':
        return this.fixed((at) => this.buffer.writeDoubleLE(value as number, at));
      case 'fixed32':
        this.buffer.writeUInt32LE(value as number, this.reserve(4));
        return FIXED_32;
      case 'fixed64':
        return this.fixed((at) => this.buffer.writeBigUInt64LE(BigInt(value as string), at));
      default:
        this.varint(BigInt.asUintN(64, BigInt(value as string)));
        return VARINT;
    }
  }

  // The buffer may be another one after room was made.
  private fixed(write: (at: number) => void): number {
    write(this.reserve(8));
    return FIXED_64;
  }

  private copy(bytes: Uint8Array): number {
    this.buffer.set(bytes, this.reserve(bytes.length));
    return BYTES;
  }

  private text(text: string, encoding: 'utf8' | 'hex'): number {
    const length = Buffer.byteLength(text, encoding);
    const at = this.reserve(length);
    this.buffer.write(text, at, length, encoding);
    return BYTES;
  }

  private delimit(number: number, end: number): void {
    this.shortVarint(this.end() - end);
    this.shortVarint(number * 8 + BYTES);
  }

  private varint(value: bigint): void {
    if (value <= MAX_SAFE) {
      this.shortVarint(Number(value));
      return;
    }
    let length = 1;
    for (let rest = value >> 7n; rest > 0n; rest >>= 7n) length++;
    let at = this.reserve(length);
    let rest = value;
    for (; length > 1; length--, rest >>= 7n) this.buffer[at++] = Number(rest & 0x7fn) | 0x80;
    this.buffer[at] = Number(rest);
  }

  private shortVarint(value: number): void {
    let length = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++;
    let at = this.reserve(length);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.buffer[at++] = (rest % 0x80) | 0x80;
    this.buffer[at] = rest;
  }

  /** The number of bytes so far: it stays right when the buffer grows. */
  private end(): number {
    return this.buffer.length - this.start;
  }

  private reserve(length: number): number {
    if (length > this.start) this.grow(length);
    this.start -= length;
    return this.start;
  }

  private grow(length: number): void {
    const larger = Buffer.allocUnsafe(this.buffer.length * 2 + length);
    const start = larger.length - this.end();
    this.buffer.copy(larger, start, this.start);
    this.buffer = larger;
    this.start = start;
  }
}
