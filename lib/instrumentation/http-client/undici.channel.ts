import { closeAll } from '../../life-cycle/close-all.js';
import type { ReportFault } from '../../observation/index.js';
import { guarded, listen } from './channels.js';
import type { RequestListener } from './application-requests.js';
import type { OutgoingRequest } from './client-requests.js';
import { subscribeLast } from './last-subscriber.js';

interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly unknown[];
  addHeader(name: string, value: string): void;
}

interface Message {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number };
  readonly error?: unknown;
}

/** `fetch` and undici's own functions. Returns what ends it. */
export function observeUndici(requests: RequestListener, report: ReportFault): () => void {
  const statusCodes = new WeakMap<UndiciRequest, number>();
  const begin = ({ request }: Message): void => void requests.begin(request, outgoing(request));
  const ends = [
    // OpenTelemetry's instrumentation listens here too: behind it, what it added to the request shows.
    subscribeLast('undici:request:create', guarded(begin as (message: unknown) => void, report)),
    listen<Message>(
      {
        'undici:request:headers': ({ request, response }) => {
          if (response !== undefined) statusCodes.set(request, response.statusCode);
        },
        // The end of the body.
        'undici:request:trailers': ({ request }) => requests.end(request, statusCodes.get(request), undefined),
        'undici:request:error': ({ request, error }) => requests.end(request, statusCodes.get(request), error),
      },
      report,
    ),
  ];
  return closeAll(ends);
}

function outgoing(request: UndiciRequest): OutgoingRequest {
  return {
    method: request.method,
    origin: String(request.origin),
    path: request.path,
    hasHeader: (name) => request.headers.some((item, at) => at % 2 === 0 && String(item).toLowerCase() === name),
    setHeader: (name, value) => request.addHeader(name, value),
  };
}
