const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;
const FIRST_BYTES = 4_096;
const MAX_ASCII = 0x7f;
/** Longer texts are faster in Node's own code. */
const SHORT_TEXT = 48;

/** The field of a message. A message is an object whose fields have these names. */
export interface FieldSchema {
  readonly name: string;
  readonly number: number;
  /** A text of `hex` becomes bytes. 64-bit integers are decimal texts or numbers. A list is a message of its own. */
  readonly type:
    | 'string'
    | 'bool'
    | 'double'
    | 'fixed32'
    | 'fixed64'
    | 'int64'
    | 'enum'
    | 'hex'
    | 'bytes'
    | MessageSchema;
  readonly repeated?: 'packed' | 'each';
}

export type MessageSchema = () => readonly FieldSchema[];

/**
 * Encodes a message in protobuf's wire format. It writes from the end to the start, because the length of a part comes
 * before the part. Undefined fields are left out.
 */
export function encodeProtobuf(message: object, schema: MessageSchema): Uint8Array {
  try {
    spare.message(message, schema);
    return spare.take();
  } catch (error) {
    spare = new Writer();
    throw error;
  }
}

class Writer {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private start = FIRST_BYTES;

  /** What was written. The writer starts again. */
  take(): Uint8Array {
    const written = this.buffer.subarray(this.start);
    if (this.buffer.length > FIRST_BYTES) {
      this.buffer = Buffer.allocUnsafe(FIRST_BYTES);
      this.start = FIRST_BYTES;
      return written;
    }
    this.start = FIRST_BYTES;
    // Small messages share memory of their size, and not of the buffer's size.
    return Buffer.from(written);
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
        this.fixed((at) => this.buffer.writeUInt32LE(value as number, at), 4);
        return FIXED_32;
      case 'fixed64':
        return this.fixed((at) => this.buffer.writeBigUInt64LE(BigInt(value as string), at));
      default:
        this.integer(value as string | number | boolean);
        return VARINT;
    }
  }

  // The buffer may be another one after room was made.
  private fixed(write: (at: number) => void, length = 8): number {
    write(this.reserve(length));
    return FIXED_64;
  }

  private copy(bytes: Uint8Array): number {
    const at = this.reserve(bytes.length);
    this.buffer.set(bytes, at);
    return BYTES;
  }

  private text(text: string, encoding: 'utf8' | 'hex'): number {
    if (encoding === 'utf8' && text.length <= SHORT_TEXT && this.shortText(text)) return BYTES;
    const length = Buffer.byteLength(text, encoding);
    const at = this.reserve(length);
    this.buffer.write(text, at, length, encoding);
    return BYTES;
  }

  /** Writes ASCII. Returns false, and writes nothing, if the text has other characters. */
  private shortText(text: string): boolean {
    const { length } = text;
    const at = this.reserve(length);
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > MAX_ASCII) {
        this.start += length;
        return false;
      }
      this.buffer[at + index] = code;
    }
    return true;
  }

  private delimit(number: number, end: number): void {
    this.shortVarint(this.end() - end);
    this.shortVarint(number * 8 + BYTES);
  }

  private integer(value: string | number | boolean): void {
    const number = Number(value);
    if (number >= 0 && Number.isSafeInteger(number)) this.shortVarint(number);
    else this.varint(BigInt.asUintN(64, BigInt(value)));
  }

  private varint(value: bigint): void {
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

/** Encoding is synchronous: one writer is enough. */
let spare = new Writer();
