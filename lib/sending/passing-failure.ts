import type { SendOutcome } from './send-outcome.js';

/** Answers that ask for patience. Source: OTLP specification 1.8, «Retryable response codes»; 408 says the same. */
const PATIENCE: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
/** The receiver is there, and the connection broke: the next one may not. */
const BROKEN: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);
/** The receiver could not be reached, or not to the end. */
const UNREACHED: ReadonlySet<unknown> = new Set([
  ...BROKEN,
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/** The receiver refused: `code` is the status. */
export class OtlpStatusError extends Error {
  constructor(
    readonly code: number,
    text: string,
  ) {
    super(`The receiver answered with status ${code} ${text}`.trimEnd());
  }
}

export function isPassingStatus(status: number): boolean {
  return PATIENCE.has(status);
}

/** What an HTTP status beyond 2xx means for the items. */
export function outcomeOfStatus(status: number, text: string, waitMs: number | undefined): SendOutcome {
  const error = new OtlpStatusError(status, text);
  if (!isPassingStatus(status)) return { kind: 'lost', reason: 'refused', error };
  return { kind: 'failed', error, waitMs, quick: true };
}

/** What it means that no answer came: the network is at fault, unless the request cannot even be made. */
export function outcomeOfError(thrown: unknown): SendOutcome {
  // By name: Node's own errors are no instances of `Error` in another realm, as in Jest's.
  const { name } = Object(thrown) as { readonly name?: unknown };
  if (name === 'TypeError' || name === 'SyntaxError') return { kind: 'lost', reason: 'failed', error: thrown };
  return { kind: 'failed', error: thrown, quick: isBroken(thrown) };
}

/** Whether an error's code says that the network is at fault. */
export function isUnreached(code: unknown): boolean {
  return UNREACHED.has(code);
}

/** A connection that was open and is no more. */
export function isBroken(error: unknown): boolean {
  return BROKEN.has(codeOf(error));
}

/** What an error has as its code. Errors of the application's can be anything. */
export function codeOf(error: unknown): unknown {
  try {
    return (Object(error) as { readonly code?: unknown }).code;
  } catch {
    return undefined;
  }
}
