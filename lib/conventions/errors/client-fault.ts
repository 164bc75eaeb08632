import { isError } from './is-error.js';
import { readProperty } from './read-property.js';

/** Statuses of gRPC that blame the caller. Source: semantic conventions 1.45, gRPC, server span. */
const CALLERS_FAULTS: ReadonlySet<unknown> = new Set([1, 3, 5, 6, 7, 8, 9, 10, 11, 16]);

/**
 * Whether what was thrown becomes an answer that blames the caller: an HttpException or an RpcException with a status of
 * 4xx, or a status of gRPC. A message's caller gets what an RpcException holds.
 */
export function isClientFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const status = call(error, 'getStatus');
  if (status !== undefined) return isRefusal(status);
  const answer = call(error, 'getError');
  if (typeof answer === 'object' && answer !== null) return isRefusedWith(answer) || isCallersFault(answer);
  // What gRPC's clients throw.
  if (isError(error) && typeof readProperty(error, 'details') === 'string') return isCallersFault(error);
  if (isError(error)) return isRefusal(readProperty(error, 'statusCode'));
  return isRefusedWith(error);
}

function isRefusedWith(answer: object): boolean {
  return ['status', 'statusCode', 'code'].some((name) => isRefusal(readProperty(answer, name)));
}

function isRefusal(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status < 500;
}

function isCallersFault(answer: object): boolean {
  return CALLERS_FAULTS.has(readProperty(answer, 'code'));
}

function call(error: object, method: string): unknown {
  const found = readProperty(error, method);
  if (typeof found !== 'function') return undefined;
  try {
    return Reflect.apply(found, error, []);
  } catch {
    return undefined;
  }
}
