import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { sharedSymbol } from '../observation/index.js';

const PROBE = sharedSymbol('probe');

/**
 * Makes the OpenTelemetry context follow asynchronous work. A context manager that is already installed stays, because
 * a process can have only one.
 */
export function ensureContextManager(): void {
  const works = contextApi.with(ROOT_CONTEXT.setValue(PROBE, true), () => contextApi.active().getValue(PROBE) === true);
  if (!works) contextApi.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}
