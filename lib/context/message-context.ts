import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { Telemetry } from '../observation/index.js';
import { linkedNotBelow } from './links.js';
import { MessageCarrier, messageGetter } from './message-carrier.js';
import type { MessageHeaders, MessageRelation } from './message.js';
import { extractRemote } from './propagation.js';

/** The context in which a message is processed: the sender's context is its parent or a link. */
export function messageContext(
  telemetry: Telemetry,
  carrier: MessageHeaders | undefined,
  relation: MessageRelation,
): Context {
  const remote = carrier === undefined ? ROOT_CONTEXT : senderContext(telemetry, carrier);
  return relation === 'link' ? linkedNotBelow(remote) : remote;
}

/** The sender's context from the headers of a message. A propagator of the application may throw. */
export function senderContext({ propagator, report }: Telemetry, headers: MessageHeaders | null): Context {
  if (typeof headers !== 'object' || headers === null) return ROOT_CONTEXT;
  try {
    return extractRemote(propagator, new MessageCarrier(headers, report), messageGetter);
  } catch (error) {
    report('The trace context of a message could not be read', error);
    return ROOT_CONTEXT;
  }
}
