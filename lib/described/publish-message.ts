import type { Context } from '@opentelemetry/api';
import { MessageCarrier, messageSetter } from '../context/message-carrier.js';
import { type PublishedMessage, sizeInBytes } from '../context/message.js';
import { withMessageFacts } from '../conventions/messaging/messaging-operation.js';
import { MESSAGING_SEND } from '../conventions/messaging/messaging.kind.js';
import { concludeByThrow, type Telemetry } from '../observation/index.js';
import type { DescribedCall } from './described-call.js';
import { settingsOf } from './description-settings.js';
import { runDescribed } from './run-described.js';

/**
 * Runs `fn`, which sends a message, as one observed call. The trace context is written into the message's headers
 * first.
 */
export function publishMessage<T>(telemetry: Telemetry, message: PublishedMessage, fn: () => T): T {
  return runDescribed(telemetry, 'a message that is sent', () => describePublish(telemetry, message), fn);
}

export function describePublish(telemetry: Telemetry, message: PublishedMessage): DescribedCall {
  const { system, destination, operation = 'publish', size, messageId } = message;
  const sent = settingsOf(telemetry).messages.operation(MESSAGING_SEND.kind, { system, destination, operation });
  const described = withMessageFacts(sent, { id: messageId, bodySizeBytes: sizeInBytes(size) });
  const prepare = (context: Context): void => inject(telemetry, message, context);
  return { operation: described, conclude: concludeByThrow, prepare };
}

// The application provides the message, its headers and the propagator: each of them may throw.
function inject({ propagator, report }: Telemetry, message: PublishedMessage, context: Context): void {
  try {
    const headers = message?.headers;
    if (headers === undefined) return;
    propagator.inject(context, new MessageCarrier(headers, report), messageSetter);
  } catch (error) {
    report('The trace context of a message could not be written', error);
  }
}
