import { getCallSites } from 'node:util';

/** From the channel up to the signal there are about 20 frames; combined signals add some. */
const FRAMES = 60;

/**
 * True while an `AbortSignal` fires or a web stream is cancelled. undici reports the caller's own reason as the error of a
 * request then, and a reason can be anything: only the calls in progress tell it from a failure.
 */
export function isCancelling(): boolean {
  return getCallSites(FRAMES).some(
    ({ scriptName, functionName }) =>
      scriptName === 'node:internal/abort_controller' ||
      (scriptName.startsWith('node:internal/webstreams/') && functionName.includes('Cancel')),
  );
}
