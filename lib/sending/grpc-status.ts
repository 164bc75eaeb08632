import { protobufFields } from './protobuf-fields.js';
import type { SendOutcome } from './send-outcome.js';

/** Source: OTLP specification 1.8, «OTLP/gRPC response», failures. */
const RETRYABLE: ReadonlySet<number> = new Set([
  1, // CANCELLED
  4, // DEADLINE_EXCEEDED
  10, // ABORTED
  11, // OUT_OF_RANGE
  14, // UNAVAILABLE
  15, // DATA_LOSS
]);
/** Retryable only where the receiver says when. */
const RESOURCE_EXHAUSTED = 8;

const DETAILS = 3;
const RETRY_INFO = 'google.rpc.RetryInfo';

/** The receiver refused: `code` is the status. */
export class GrpcStatusError extends Error {
  constructor(
    readonly code: number,
    text: string,
  ) {
    super(`The receiver answered with gRPC status ${code} ${text}`.trimEnd());
  }
}

export function isPassingGrpcStatus(code: number): boolean {
  return RETRYABLE.has(code);
}

/** What a gRPC status other than OK means for the items. `details` is the trailer `grpc-status-details-bin`. */
export function outcomeOfGrpcStatus(code: number, text: string, details: string | undefined): SendOutcome {
  const error = new GrpcStatusError(code, text);
  const waitMs = details === undefined ? undefined : retryDelayMs(details);
  if (isPassingGrpcStatus(code) || (code === RESOURCE_EXHAUSTED && waitMs !== undefined)) {
    return { kind: 'failed', error, waitMs, quick: true };
  }
  return { kind: 'lost', reason: 'refused', error };
}

/** How long the receiver asks to wait: a `RetryInfo` among the details of a `google.rpc.Status`. */
function retryDelayMs(details: string): number | undefined {
  try {
    for (const { number, value: detail } of protobufFields(Buffer.from(details, 'base64'))) {
      if (number !== DETAILS || typeof detail === 'bigint') continue;
      const [type, info] = [1, 2].map((wanted) => fieldOf(detail, wanted));
      if (
        type !== undefined &&
        Buffer.from(type as Uint8Array)
          .toString()
          .endsWith(RETRY_INFO)
      )
        return delayOf(info);
    }
  } catch {
    // Details that cannot be read are none.
  }
  return undefined;
}

function delayOf(info: bigint | Uint8Array | undefined): number | undefined {
  const delay = info === undefined || typeof info === 'bigint' ? undefined : fieldOf(info, 1);
  if (delay === undefined || typeof delay === 'bigint') return undefined;
  const [seconds, nanoseconds] = [1, 2].map((wanted) =>
    Number(BigInt.asIntN(64, BigInt(asNumber(fieldOf(delay, wanted))))),
  );
  return Math.max(0, (seconds ?? 0) * 1_000 + (nanoseconds ?? 0) / 1e6);
}

function asNumber(value: bigint | Uint8Array | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

function fieldOf(message: Uint8Array, wanted: number): bigint | Uint8Array | undefined {
  return protobufFields(message).findLast(({ number }) => number === wanted)?.value;
}
