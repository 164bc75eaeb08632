import type { LeftBy } from '../../conventions/http-client/http-client.js';
import { closeAll } from '../../life-cycle/close-all.js';
import type { ReportFault } from '../../observation/index.js';
import { guarded, listen } from './channels.js';
import type { RequestListener } from './application-requests.js';
import { subscribeLast } from './last-subscriber.js';
import { leftBySignal } from './left-by-signal.js';
import { endWithUpgrade, isUpgrade } from './undici.upgrade.js';
import { headerOf, outgoing, type UndiciRequest } from './undici.request.js';

interface Message {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number; readonly headers?: readonly unknown[] };
  readonly error?: unknown;
}

/** Redirects, and answers after which a client tries again. */
const MAY_BE_SENT_AGAIN = 300;

/** `fetch` and undici's own functions. Returns what ends it. */
export function observeUndici(requests: RequestListener, report: ReportFault): () => void {
  const statusCodes = new WeakMap<UndiciRequest, number>();
  const begin = ({ request }: Message): void => {
    const observe = () => requests.begin(request, outgoing(request));
    if (isUpgrade(request)) endWithUpgrade(request, observe, (status) => requests.end(request, status, undefined));
    else observe();
  };
  const ends = [
    // OpenTelemetry's instrumentation listens here too: behind it, what it added to the request shows.
    subscribeLast('undici:request:create', guarded(begin as (message: unknown) => void, report)),
    listen<Message>(
      {
        'undici:request:headers': ({ request, response }) => {
          if (response === undefined) return;
          const { statusCode, headers } = response;
          statusCodes.set(request, statusCode);
          if (statusCode < MAY_BE_SENT_AGAIN) return;
          requests.resume(request);
          requests.answered(request, statusCode, headerOf(headers, 'location'));
        },
        // The end of the body.
        'undici:request:trailers': ({ request }) => {
          const statusCode = statusCodes.get(request);
          requests.end(request, statusCode, undefined);
          if (statusCode !== undefined && statusCode >= MAY_BE_SENT_AGAIN) requests.resume(request);
        },
        'undici:request:error': ({ request, error }) => {
          requests.end(request, statusCodes.get(request), error, leftWith(error));
          if (isOfConnection(error)) requests.resume(request);
        },
      },
      report,
    ),
  ];
  return closeAll(ends);
}

function leftWith(error: unknown): LeftBy | undefined {
  const left = leftBySignal();
  // undici's error shows by itself that the caller left.
  return left === 'choice' && isOfClient(error) ? undefined : left;
}

/** True for errors of which a callback of the connection tells, never a call of the caller's. */
function isOfConnection(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return syscall !== undefined || code === 'UND_ERR_SOCKET';
}

/** True for errors that undici or the system has made: no reason of a caller's. */
function isOfClient(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return syscall !== undefined || (typeof code === 'string' && code.startsWith('UND_ERR'));
}
