import { errorType } from '../error-type.js';
import { readProperty, readText } from '../errors/read-property.js';

/** How Node, undici, Axios and got name the error of a request that its caller called off. */
const CALLED_OFF: ReadonlySet<string> = new Set(['AbortError', 'CanceledError', 'CancelError']);
const TIMEOUT_CODES: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT']);

/** True for an error that says that time ran out: that of `AbortSignal.timeout()`, and those of clients. */
export function isTimeout(error: unknown): boolean {
  const name = readText(error, 'name') ?? '';
  const code = readText(error, 'code') ?? '';
  return name.includes('Timeout') || TIMEOUT_CODES.has(code) || code.endsWith('_TIMEOUT');
}

/**
 * The class of a failure in words that do not depend on the client: `timeout` where the caller's time ran out, and Node's
 * code where undici has another code for the same end.
 */
export function clientErrorType(error: unknown): string {
  // The system's own timeouts keep their code: they say which step took too long.
  if (isTimeout(error) && readProperty(error, 'syscall') === undefined) return 'timeout';
  const type = errorType(error);
  return type === 'UND_ERR_SOCKET' ? 'ECONNRESET' : type;
}

/** True for the error of a request that was called off, for whatever reason. */
export function saysCalledOff(error: unknown): boolean {
  return CALLED_OFF.has(readText(error, 'name') ?? '') || readText(error, 'code') === 'ERR_CANCELED';
}

/**
 * What a request that was called off failed with: the reason of its signal where time ran out. Undefined where the caller
 * did not want it any more, which is no failure.
 */
export function failureOfCalledOff(error: unknown): unknown {
  const signal = readProperty(readProperty(error, 'config'), 'signal');
  const reasons = [readProperty(error, 'cause'), readProperty(signal, 'reason')];
  return reasons.find(isTimeout);
}
