import type { ClientRequest, IncomingMessage } from 'node:http';
import type { ReportFault } from '../../observation/index.js';
import { guarded, listen } from './channels.js';
import type { ClientRequests, OutgoingRequest } from './client-requests.js';

interface Message {
  readonly request: ClientRequest & { readonly res?: IncomingMessage | null };
  readonly error?: unknown;
}

/** `node:http` and `node:https`, and so Axios and what else stands on them. Returns what ends it. */
export function observeNodeHttp(requests: ClientRequests, report: ReportFault): () => void {
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
    origin: `${request.protocol}//${String(request.getHeader('host') ?? request.host)}`,
    path: request.path,
    hasHeader: (name) => request.hasHeader(name),
    setHeader: (name, value) => request.setHeader(name, value),
  };
}

/** What broke the response while it was read, or the request before there was one. */
function brokenBy({ res, errored }: Message['request']): unknown {
  return (res ? res.errored : errored) ?? undefined;
}
