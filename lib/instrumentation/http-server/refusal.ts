/** Stands for the method of a request that could not be read: no known method. */
export const UNREADABLE = '_OTHER';

const HEADERS_TOO_LARGE = 'HPE_HEADER_OVERFLOW';
const CHUNK_EXTENSIONS_TOO_LARGE = 'HPE_CHUNK_EXTENSIONS_OVERFLOW';
const TOO_LATE = 'ERR_HTTP_REQUEST_TIMEOUT';
const PARSER_ERROR = 'HPE_';

/**
 * The status with which Node answers a request that it cannot read; undefined where it closes the connection without an
 * answer, as after a reset.
 *
 * Source: Node.js documentation, `http.Server`, event `clientError`.
 */
export function refusalStatus(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (code === TOO_LATE) return 408;
  if (code === HEADERS_TOO_LARGE) return 431;
  if (code === CHUNK_EXTENSIONS_TOO_LARGE) return 413;
  return typeof code === 'string' && code.startsWith(PARSER_ERROR) ? 400 : undefined;
}

/** True if the client ended its side within a request: it has left, and mostly reads no answer. */
export function isCutShort(error: unknown): boolean {
  return (error as { readonly code?: unknown } | undefined)?.code === 'HPE_INVALID_EOF_STATE';
}
