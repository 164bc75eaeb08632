// ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2
const PATH_TO_SPANS = [1, 2, 2] as const;
const LENGTH_DELIMITED = 2;

/**
 * Counts the spans of an OTLP export without decoding them: it walks down to their fields and steps over what is inside.
 *
 * @throws Error when the bytes are not such a message.
 */
export function countSpans(message: Uint8Array): number {
  return countAt(message, 0, message.length, 0);
}

function countAt(bytes: Uint8Array, from: number, to: number, depth: number): number {
  const reader = new FieldReader(bytes, from, to);
  let spans = 0;
  while (reader.next()) {
    if (reader.field !== PATH_TO_SPANS[depth] || reader.wireType !== LENGTH_DELIMITED) continue;
    spans += depth === PATH_TO_SPANS.length - 1 ? 1 : countAt(bytes, reader.contentFrom, reader.contentTo, depth + 1);
  }
  return spans;
}

/** Steps from field to field of one message. */
class FieldReader {
  field = 0;
  wireType = 0;
  contentFrom = 0;
  contentTo = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly to: number,
  ) {}

  next(): boolean {
    if (this.at === this.to) return false;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    const size = this.contentSize();
    this.contentFrom = this.at;
    this.contentTo = this.at + size;
    if (this.contentTo > this.to) throw new Error('A field is longer than its message.');
    this.at = this.contentTo;
    return true;
  }

  private contentSize(): number {
    switch (this.wireType) {
      case 0: {
        this.varint();
        return 0;
      }
      case 1:
        return 8;
      case LENGTH_DELIMITED:
        return this.varint();
      case 5:
        return 4;
      default:
        throw new Error(`Wire type ${this.wireType} is not known.`);
    }
  }

  private varint(): number {
    let value = 0;
    for (let scale = 1; this.at < this.to; scale *= 128) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    throw new Error('A number is longer than its message.');
  }
}
