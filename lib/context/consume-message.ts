import { type Context, type Link, ROOT_CONTEXT } from '@opentelemetry/api';
import { keptMessagingOperation, withMessageFacts } from '../conventions/messaging/messaging-call.js';
import { concludeByThrow, type Telemetry } from '../observation/index.js';
import { linkedNotBelow, linkTo, withLinks } from './links.js';
import { MessageCarrier, messageGetter } from './message-carrier.js';
import { type ConsumedMessage, type MessageHeaders, type MessageRelation, sizeInBytes } from './message.js';
import { extractRemote } from './propagation.js';

/** As many as a span takes by default. */
const MAX_LINKS = 128;

/** Runs `fn`, which handles a message or a batch, as one observed call and a unit of work of its own. */
export function consumeMessage<T>(telemetry: Telemetry, message: ConsumedMessage, fn: () => T): T {
  const { system, destination, operation = 'process', headers, size, messageId } = message;
  const call = withMessageFacts(keptMessagingOperation('messaging.process', { system, destination, operation }), {
    id: messageId,
    bodySizeBytes: sizeInBytes(size),
    messageCount: Array.isArray(headers) ? headers.length : undefined,
  });
  return telemetry.run(call, fn, concludeByThrow, contextOf(telemetry, message));
}

function contextOf(telemetry: Telemetry, { headers, relation = 'child' }: ConsumedMessage): Context {
  if (headers === undefined) return ROOT_CONTEXT;
  if (Array.isArray(headers)) return withLinks(ROOT_CONTEXT, linksOfBatch(telemetry, headers));
  return messageContext(telemetry, headers, relation);
}

/** The context in which the work on a message begins: what its carrier says of the sender, above it or linked. */
export function messageContext(
  telemetry: Telemetry,
  carrier: MessageHeaders | undefined,
  relation: MessageRelation,
): Context {
  const remote = carrier === undefined ? ROOT_CONTEXT : extract(telemetry, carrier);
  return relation === 'link' ? linkedNotBelow(remote) : remote;
}

function linksOfBatch(telemetry: Telemetry, batch: readonly (MessageHeaders | undefined)[]): Link[] {
  const links: Link[] = [];
  for (const headers of batch) {
    if (links.length >= MAX_LINKS) break;
    if (headers !== undefined) links.push(...linkTo(extract(telemetry, headers)));
  }
  return links;
}

// A propagator of the user's may fail.
function extract({ propagator, report }: Telemetry, headers: MessageHeaders | null): Context {
  if (typeof headers !== 'object' || headers === null) return ROOT_CONTEXT;
  try {
    return extractRemote(propagator, new MessageCarrier(headers, report), messageGetter);
  } catch (error) {
    report('The trace context of a message could not be read', error);
    return ROOT_CONTEXT;
  }
}
