import type { OutgoingRequest } from './client-requests.js';

/** What this package reads of undici's request. */
export interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: unknown[];
  /** The protocol that a handshake asks for. */
  readonly upgrade?: string | null;
  addHeader(name: string, value: string): void;
}

export function outgoing(request: UndiciRequest): OutgoingRequest {
  return {
    method: request.method,
    origin: String(request.origin),
    path: request.path,
    header: (name) => headerOf(request.headers, name),
    setHeader: (name, value) => {
      const at = placeOf(request.headers, name);
      if (at < 0) request.addHeader(name, value);
      else request.headers[at + 1] = value;
    },
    sender: () => handlerOf(request),
  };
}

/** The value of a header in a list of names and values in turn, which are texts or bytes. */
export function headerOf(headers: readonly unknown[] | undefined, name: string): string | undefined {
  const at = headers === undefined ? -1 : placeOf(headers, name);
  return at < 0 ? undefined : String(headers?.[at + 1]);
}

function placeOf(headers: readonly unknown[], name: string): number {
  return headers.findIndex((item, at) => at % 2 === 0 && String(item).toLowerCase() === name);
}

/** undici hands the same handler on when it follows a redirect or tries again. */
function handlerOf(request: UndiciRequest): object | undefined {
  for (const symbol of Object.getOwnPropertySymbols(request)) {
    if (symbol.description !== 'handler') continue;
    const value: unknown = Reflect.get(request, symbol);
    return typeof value === 'object' && value !== null ? value : undefined;
  }
  return undefined;
}
