import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { closeAll } from '../../life-cycle/close-all.js';
import type { ReportFault } from '../../observation/index.js';

/** The same listener, which throws nothing into the code that emits the event. */
export function guarded<Parameters extends unknown[]>(
  listener: (...parameters: Parameters) => void,
  report: ReportFault,
): (...parameters: Parameters) => void {
  return (...parameters) => {
    try {
      listener(...parameters);
    } catch (error) {
      report('An outgoing request could not be observed', error);
    }
  };
}

/** Subscribes to diagnostics channels by name; a listener that throws is reported. Returns what ends it. */
export function listen<Message>(
  listeners: Readonly<Record<string, (message: Message) => void>>,
  report: ReportFault,
): () => void {
  const subscribed = Object.entries(listeners).map(([channel, listener]) => {
    const safely = guarded((message: unknown) => listener(message as Message), report);
    subscribe(channel, safely);
    return () => unsubscribe(channel, safely);
  });
  return closeAll(subscribed);
}
