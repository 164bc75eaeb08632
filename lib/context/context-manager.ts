import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { sharedSymbol } from '../observation/index.js';

const PROBE = sharedSymbol('probe');

/**
 * Makes the OpenTelemetry context follow asynchronous work. One that somebody installed before stays: all parties in a
 * process have to share one.
 */
export function ensureContextManager(): void {
  const works = contextApi.with(ROOT_CONTEXT.setValue(PROBE, true), () => contextApi.active().getValue(PROBE) === true);
  if (!works) contextApi.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}
