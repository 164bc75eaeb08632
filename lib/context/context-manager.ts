import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { offerEntry, sharedSymbol } from '../observation/index.js';
import { EnterableContextManager } from './enterable-context-manager.js';

const PROBE = sharedSymbol('probe');

/**
 * Makes the OpenTelemetry context follow asynchronous work. A context manager that is already installed stays, because
 * a process can have only one.
 */
export function ensureContextManager(): void {
  const works = contextApi.with(ROOT_CONTEXT.setValue(PROBE, true), () => contextApi.active().getValue(PROBE) === true);
  if (works) return;
  const manager = new EnterableContextManager().enable();
  contextApi.setGlobalContextManager(manager);
  offerEntry((context) => manager.enter(context));
}
