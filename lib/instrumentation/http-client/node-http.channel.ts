import type { ClientRequest, IncomingMessage } from 'node:http';
import type { ReportFault } from '../../observation/index.js';
import { guarded, listen } from './channels.js';
import type { RequestListener } from './application-requests.js';
import type { OutgoingRequest } from './client-requests.js';
import { leftBySignal } from './left-by-signal.js';
import { authority } from './node-http.authority.js';
import { headerOf, writeHeader } from './node-http.headers.js';

type Request = ClientRequest & { readonly res?: IncomingMessage | null };

interface Message {
  readonly request: Request;
  readonly error?: unknown;
  readonly response?: IncomingMessage;
}

/** `node:http` and `node:https`, and so Axios and what else stands on them. Returns what ends it. */
export function observeNodeHttp(requests: RequestListener, report: ReportFault): () => void {
  const late = new WeakSet<Request>();
  const end = (request: Request, error: unknown): void => {
    const left = isGivenUp(request, error) ? (late.has(request) ? 'timeout' : 'choice') : undefined;
    requests.end(request, request.res?.statusCode, error, left);
  };
  return listen<Message>(
    {
      'http.client.request.created': ({ request }) => {
        if (!requests.begin(request, outgoing(request))) return;
        // The application may destroy the request then: it was given up because time ran out.
        request.once('timeout', () => late.add(request));
        watchDestroy(
          request,
          guarded(() => {
            if (request.res?.complete !== true && leftBySignal() === 'timeout') late.add(request);
          }, report),
        );
        // Emitted last, whether the response was read, the connection broke, or the caller gave up.
        request.once(
          'close',
          guarded(() => end(request, brokenBy(request)), report),
        );
      },
      // The head: the channel's name means that the request is finished.
      'http.client.response.finish': ({ request, response }) => {
        const { statusCode = 0 } = response ?? {};
        // Node parses headers when they are read.
        if (statusCode >= 300) requests.answered(request, statusCode, response?.headers.location);
      },
      'http.client.request.error': ({ request, error }) => end(request, error),
    },
    report,
  );
}

function outgoing(request: ClientRequest): OutgoingRequest {
  return {
    method: request.method,
    origin: `${request.protocol}//${authority(request)}`,
    path: request.path,
    header: (name) => headerOf(request, name),
    setHeader: (name, value) => writeHeader(request, name, value),
  };
}

/** Clients such as got destroy the request when a signal fires, and give no reason. */
function watchDestroy(request: Request, onDestroy: () => void): void {
  const { destroy } = request;
  request.destroy = function (...parameters) {
    if (!this.destroyed) onDestroy();
    return destroy.apply(this, parameters);
  };
}

/** What broke the response while it was read, or the request before there was one. */
function brokenBy({ res, errored }: Request): unknown {
  return (res ? res.errored : errored) ?? undefined;
}

/** What Node says of a connection that was closed too early, by whichever side. */
const CUT_OFF: ReadonlySet<string> = new Set(['socket hang up', 'aborted']);

/**
 * True where this side has closed the connection, by `destroy()`. When the other side has, the socket has ended or has
 * an error.
 */
function isGivenUp({ socket }: ClientRequest, error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (code !== 'ECONNRESET' || !CUT_OFF.has(String(message))) return false;
  return socket === null || socket === undefined || (socket.errored === null && !socket.readableEnded);
}
