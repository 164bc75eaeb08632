import { type Context, defaultTextMapSetter } from '@opentelemetry/api';
import { REQUEST_ID } from '../../context/request-id.js';
import { sharedSymbol, UnitOfWork } from '../../observation/index.js';
import type { ObservedApplication } from '../instrumentation.js';

const SENDER = sharedSymbol('sender');

/** The context in which a message is handed to its transport. */
export function sendingFor(application: ObservedApplication, context: Context): Context {
  return context.setValue(SENDER, application);
}

/** What goes along with the message that is being sent in `context`; undefined where none is, or nothing does. */
export function outgoingCarrier(context: Context): Readonly<Record<string, string>> | undefined {
  const application = context.getValue(SENDER) as ObservedApplication | undefined;
  if (application === undefined) return undefined;
  const carrier: Record<string, string> = {};
  try {
    application.propagator.inject(context, carrier, defaultTextMapSetter);
    const requestId = application.options.messaging.requestId ? UnitOfWork.of(context)?.requestId : undefined;
    if (requestId !== undefined) carrier[REQUEST_ID] = requestId;
  } catch (error) {
    // A propagator of the user's may fail.
    reportUncarried(context, error);
  }
  return Object.keys(carrier).length === 0 ? undefined : carrier;
}

/** Reports that the message which is being sent in `context` goes without its trace. */
export function reportUncarried(context: Context, error: unknown): void {
  const application = context.getValue(SENDER) as ObservedApplication | undefined;
  application?.report('The trace context of a message could not be written', error);
}
