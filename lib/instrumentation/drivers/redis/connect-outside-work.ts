import { tracingChannel } from 'node:diagnostics_channel';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { enterContext } from '../../../observation/index.js';

/**
 * Connections of node-redis are opened outside any unit of work: messages come in the context in which their connection was
 * opened. The driver publishes the start and the end of the call that opens one. Returns what ends it.
 */
export function connectOutsideWork(): () => void {
  const channel = tracingChannel('node-redis:connect');
  // The two come one after the other, with nothing but that call between them.
  const entered: ((() => void) | undefined)[] = [];
  const start = (): void => void entered.push(enterContext(ROOT_CONTEXT));
  const end = (): void => entered.pop()?.();
  channel.start.subscribe(start);
  channel.end.subscribe(end);
  return () => {
    channel.start.unsubscribe(start);
    channel.end.unsubscribe(end);
  };
}
