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
    header: (name) => {
      const at = placeOf(request.headers, name);
      return at < 0 ? undefined : String(request.headers[at + 1]);
    },
    setHeader: (name, value) => {
      const at = placeOf(request.headers, name);
      if (at < 0) request.addHeader(name, value);
      else request.headers[at + 1] = value;
    },
  };
}

function placeOf(headers: readonly unknown[], name: string): number {
  return headers.findIndex((item, at) => at % 2 === 0 && String(item).toLowerCase() === name);
}
