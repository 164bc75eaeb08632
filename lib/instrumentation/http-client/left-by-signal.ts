import { getCallSites } from 'node:util';
import type { LeftBy } from '../../conventions/http-client/http-client.js';

/** From the channel up to the signal there are about 20 frames; combined signals add some. */
const FRAMES = 60;
const SIGNALS = 'node:internal/abort_controller';
const TIMERS = 'node:internal/timers';
const STREAMS = 'node:internal/webstreams/';

/**
 * How the caller leaves a request if an `AbortSignal` fires now, or a web stream is cancelled. Clients report any reason
 * of the caller's as the error of a request, or no reason at all: only the calls in progress tell it from a failure.
 */
export function leftBySignal(): LeftBy | undefined {
  const calls = getCallSites(FRAMES);
  const outermost = calls.findLastIndex(({ scriptName }) => scriptName === SIGNALS);
  // A timer calls the code of signals only for `AbortSignal.timeout()`; other signals are fired by the caller's code.
  if (outermost >= 0) return calls[outermost + 1]?.scriptName === TIMERS ? 'timeout' : 'choice';
  const isCancelled = calls.some(
    ({ scriptName, functionName }) => scriptName.startsWith(STREAMS) && functionName.includes('Cancel'),
  );
  return isCancelled ? 'choice' : undefined;
}
