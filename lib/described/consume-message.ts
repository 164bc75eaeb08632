import { type Context, type Link, ROOT_CONTEXT } from '@opentelemetry/api';
import { linkTo, withLinks } from '../context/links.js';
import { messageContext, senderContext } from '../context/message-context.js';
import { type ConsumedMessage, type MessageHeaders, sizeInBytes } from '../context/message.js';
import { withMessageFacts } from '../conventions/messaging/messaging-operation.js';
import { MESSAGING_PROCESS } from '../conventions/messaging/messaging.kind.js';
import { concludeByThrow, type Telemetry } from '../observation/index.js';
import type { DescribedCall } from './described-call.js';
import { settingsOf } from './description-settings.js';
import { runDescribed } from './run-described.js';

/** The default limit of links per span. */
const MAX_LINKS = 128;

/** Runs `fn`, which handles a message or a batch, as one observed call and a new unit of work. */
export function consumeMessage<T>(telemetry: Telemetry, message: ConsumedMessage, fn: () => T): T {
  return runDescribed(telemetry, 'a message that is handled', () => describeConsume(telemetry, message), fn);
}

export function describeConsume(telemetry: Telemetry, message: ConsumedMessage): DescribedCall {
  const { system, destination, operation = 'process', headers, size, messageId } = message;
  const processed = settingsOf(telemetry).messages.operation(MESSAGING_PROCESS.kind, {
    system,
    destination,
    operation,
  });
  const call = withMessageFacts(processed, {
    id: messageId,
    bodySizeBytes: sizeInBytes(size),
    messageCount: Array.isArray(headers) ? headers.length : undefined,
  });
  return { operation: call, conclude: concludeByThrow, parent: contextOf(telemetry, message) };
}

function contextOf(telemetry: Telemetry, { headers, relation = 'child' }: ConsumedMessage): Context {
  if (headers === undefined) return ROOT_CONTEXT;
  if (Array.isArray(headers)) return withLinks(ROOT_CONTEXT, linksOfBatch(telemetry, headers));
  return messageContext(telemetry, headers, relation);
}

function linksOfBatch(telemetry: Telemetry, batch: readonly (MessageHeaders | undefined)[]): Link[] {
  const links: Link[] = [];
  for (const headers of batch) {
    if (links.length >= MAX_LINKS) break;
    if (headers !== undefined) links.push(...linkTo(senderContext(telemetry, headers)));
  }
  return links;
}
