import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

type Answered = (request: IncomingMessage, response: ServerResponse) => void;

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

const CHANNEL = 'http.server.request.start';
const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** One subscription for all servers: each subscriber sees the requests of the whole process. */
const listeners = new Map<unknown, Answered>();

/**
 * Calls `onAnswered` when a request that Node may answer without an event has its answer: one without a `Host` header
 * (400), with an unknown expectation (417), or above `maxRequestsPerSocket` (503). Returns what ends that.
 */
export function watchAnsweredByNode(server: unknown, onAnswered: Answered): () => void {
  if (listeners.size === 0) subscribe(CHANNEL, onStarted);
  listeners.set(server, onAnswered);
  return () => {
    if (listeners.get(server) !== onAnswered) return;
    listeners.delete(server);
    if (listeners.size === 0) unsubscribe(CHANNEL, onStarted);
  };
}

function onStarted(message: unknown): void {
  const { request, response, server } = message as Started;
  if (!mayBeAnswered(request, server)) return;
  const onAnswered = listeners.get(server);
  if (onAnswered !== undefined) response.once('finish', () => onAnswered(request, response));
}

function mayBeAnswered({ headers, httpVersion }: IncomingMessage, { maxRequestsPerSocket }: Server): boolean {
  if (httpVersion !== '1.1') return false;
  if (headers.host === undefined || (maxRequestsPerSocket ?? 0) > 0) return true;
  return headers.expect !== undefined && !CONTINUE.test(headers.expect);
}
