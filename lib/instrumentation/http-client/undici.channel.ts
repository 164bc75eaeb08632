import { closeAll } from '../../life-cycle/close-all.js';
import type { ReportFault } from '../../observation/index.js';
import { isCancelling } from './cancelling.js';
import { guarded, listen } from './channels.js';
import type { RequestListener } from './application-requests.js';
import { subscribeLast } from './last-subscriber.js';
import { endWithUpgrade, isUpgrade } from './undici.upgrade.js';
import { outgoing, type UndiciRequest } from './undici.request.js';

interface Message {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number };
  readonly error?: unknown;
}

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
          if (response !== undefined) statusCodes.set(request, response.statusCode);
        },
        // The end of the body.
        'undici:request:trailers': ({ request }) => requests.end(request, statusCodes.get(request), undefined),
        'undici:request:error': ({ request, error }) =>
          requests.end(
            request,
            statusCodes.get(request),
            error,
            isOfClient(error) || !isCancelling() ? undefined : 'choice',
          ),
      },
      report,
    ),
  ];
  return closeAll(ends);
}

/** True for errors that undici or the system has made: no reason of a caller's. */
function isOfClient(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  return syscall !== undefined || (typeof code === 'string' && code.startsWith('UND_ERR'));
}
