/** What a receiver does with a request. */
export type Answer =
  | 'take'
  /** Takes it, and says nothing. */
  | 'silence'
  /** Ends the connection. */
  | 'break'
  /** Answers with success that is none of OTLP. */
  | 'web page'
  | 'half an answer'
  | { readonly rejects: number; readonly because: string }
  | { readonly http: number; readonly grpc: number; readonly afterSeconds?: number };

const VARINT = 0x80;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / VARINT)) {
    if (rest < VARINT) return Buffer.from([...bytes, rest]);
    bytes.push((rest % VARINT) + VARINT);
  }
}

function field(number: number, value: number | Buffer): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  return Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
}

/** `ExportTraceServiceResponse` and its kin in protobuf. */
export function partialSuccess(rejects: number, because: string): Buffer {
  return field(1, Buffer.concat([field(1, rejects), field(2, Buffer.from(because))]));
}

/** `google.rpc.Status` with a `RetryInfo`. */
export function retryInfo(code: number, afterSeconds: number): Buffer {
  const seconds = Math.floor(afterSeconds);
  const delay = Buffer.concat([field(1, seconds), field(2, Math.round((afterSeconds - seconds) * 1e9))]);
  const any = [field(1, Buffer.from('type.googleapis.com/google.rpc.RetryInfo')), field(2, field(1, delay))];
  return Buffer.concat([field(1, code), field(2, Buffer.from('later')), field(3, Buffer.concat(any))]);
}
