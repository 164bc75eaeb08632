import type { ClientRequest, IncomingMessage } from 'node:http';
import type { ReportFault } from '../../observation/index.js';
import { guarded, listen } from './channels.js';
import type { RequestListener } from './application-requests.js';
import type { OutgoingRequest } from './client-requests.js';

interface Message {
  readonly request: ClientRequest & { readonly res?: IncomingMessage | null };
  readonly error?: unknown;
}

/** `node:http` and `node:https`, and so Axios and what else stands on them. Returns what ends it. */
export function observeNodeHttp(requests: RequestListener, report: ReportFault): () => void {
  return listen<Message>(
    {
      'http.client.request.created': ({ request }) => {
        if (!requests.begin(request, outgoing(request))) return;
        // Emitted last, whether the response was read, the connection broke, or the caller gave up.
        const end = () => requests.end(request, request.res?.statusCode, brokenBy(request));
        request.once('close', guarded(end, report));
      },
      'http.client.request.error': ({ request, error }) => requests.end(request, request.res?.statusCode, error),
    },
    report,
  );
}

function outgoing(request: ClientRequest): OutgoingRequest {
  return {
    method: request.method,
    origin: `${request.protocol}//${authority(request)}`,
    path: request.path,
    hasHeader: (name) => request.hasHeader(name),
    setHeader: (name, value) => request.setHeader(name, value),
  };
}

/**
 * Host and port that the request is sent to. Node keeps the port in the `Host` header that it writes itself; where the
 * application has written another, newer versions keep it beside that.
 */
function authority(request: ClientRequest): string {
  const host = request.host.includes(':')
    ? `[${request.host.replace(/^\[|\]$/g, '').replace(/%.*/, '')}]`
    : request.host;
  const header = request.getHeader('host');
  if (header === host) return host;
  if (typeof header === 'string' && header.startsWith(`${host}:`)) return header;
  const kept = keptAuthority(request);
  return kept?.startsWith(host) ? kept : host;
}

function keptAuthority(request: ClientRequest): string | undefined {
  for (const symbol of Object.getOwnPropertySymbols(request)) {
    if (symbol.description !== 'kAuthority') continue;
    const value: unknown = Reflect.get(request, symbol);
    return typeof value === 'string' ? value : undefined;
  }
  return undefined;
}

/** What broke the response while it was read, or the request before there was one. */
function brokenBy({ res, errored }: Message['request']): unknown {
  return (res ? res.errored : errored) ?? undefined;
}
