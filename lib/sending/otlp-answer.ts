import { protobufFields } from './protobuf-fields.js';
import type { SendOutcome } from './send-outcome.js';

const PROTOBUF: ReadonlySet<string> = new Set([
  'application/x-protobuf',
  'application/protobuf',
  'application/octet-stream',
]);

const PARTIAL_SUCCESS = 1;
const REJECTED = 1;
const ERROR_MESSAGE = 2;
const SHOWN_CHARACTERS = 200;

/** The receiver took a request and rejected some of its items. */
export class RejectedItemsError extends Error {
  constructor(rejected: number, message: string) {
    super(`${rejected} rejected${message === '' ? ', without a reason' : `: ${message}`}`);
  }
}

export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

/**
 * What the answer to a request that succeeded says of its items. All signals answer in one form. No body at all says
 * that all were taken; what is no OTLP may come from a proxy that the request never got beyond.
 *
 * Source: OTLP specification 1.8, «Partial success».
 */
export function readAnswer(body: Uint8Array, contentType: string | undefined, sentJson: boolean): SendOutcome {
  if (body.length === 0) return { kind: 'sent' };
  const type =
    contentType?.split(';')[0]?.trim().toLowerCase() || (sentJson ? 'application/json' : 'application/x-protobuf');
  try {
    if (type === 'application/json') return outcomeOf(fromJson(body));
    if (PROTOBUF.has(type)) return outcomeOf(fromProtobuf(body));
  } catch (error) {
    return unconfirmed(`The receiver answered in ${type} that cannot be read`, body, error);
  }
  return unconfirmed(`The receiver answered in ${type}, which is no OTLP`, body);
}

function outcomeOf({ rejected, message }: PartialSuccess): SendOutcome {
  if (rejected > 0) {
    return { kind: 'lost', reason: 'rejected', error: new RejectedItemsError(rejected, message), items: rejected };
  }
  return message === '' ? { kind: 'sent' } : { kind: 'sent', warning: message };
}

function unconfirmed(what: string, body: Uint8Array, cause?: unknown): SendOutcome {
  const shown = Buffer.from(body.subarray(0, SHOWN_CHARACTERS)).toString();
  const error = new Error(`${what}: ${JSON.stringify(shown)}`, cause === undefined ? {} : { cause });
  return { kind: 'lost', reason: 'unconfirmed', error };
}

function fromProtobuf(body: Uint8Array): PartialSuccess {
  const partial = protobufFields(body).findLast(({ number }) => number === PARTIAL_SUCCESS)?.value;
  let rejected = 0;
  let message = '';
  if (partial === undefined) return { rejected, message };
  if (typeof partial === 'bigint') throw new RangeError('A message was expected');
  for (const { number, value } of protobufFields(partial)) {
    if (number === REJECTED && typeof value === 'bigint') rejected = Number(BigInt.asIntN(64, value));
    else if (number === ERROR_MESSAGE && typeof value !== 'bigint') message = Buffer.from(value).toString();
  }
  return { rejected, message };
}

/** Fields by their names in JSON; 64-bit numbers are texts there. */
function fromJson(body: Uint8Array): PartialSuccess {
  const answer: unknown = JSON.parse(Buffer.from(body).toString());
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw new TypeError('It is no object');
  const { partialSuccess, partial_success: original } = answer as Readonly<Record<string, unknown>>;
  const partial = Object(partialSuccess ?? original ?? {}) as Readonly<Record<string, unknown>>;
  const [, rejected = 0] = Object.entries(partial).find(([name]) => name.startsWith('rejected')) ?? [];
  const message = partial['errorMessage'] ?? partial['error_message'] ?? '';
  return { rejected: Number(rejected) || 0, message: String(message) };
}
