import { context as contextApi } from '@opentelemetry/api';
import { MessageCarrier, messageSetter } from '../context/message-carrier.js';
import { type MessageHeaders, type PublishedMessage, sizeInBytes } from '../context/message.js';
import { withMessageFacts } from '../conventions/messaging/messaging-operation.js';
import { MESSAGING_SEND } from '../conventions/messaging/messaging.kind.js';
import type { Telemetry } from '../observation/index.js';
import { settingsOf } from './description-settings.js';

/** Runs `fn`, which sends a message, as one observed call; by then the trace context is in the message's headers. */
export function publishMessage<T>(telemetry: Telemetry, message: PublishedMessage, fn: () => T): T {
  const { system, destination, operation = 'publish', headers, size, messageId } = message;
  const sent = settingsOf(telemetry).messages.operation(MESSAGING_SEND.kind, { system, destination, operation });
  const call = withMessageFacts(sent, {
    id: messageId,
    bodySizeBytes: sizeInBytes(size),
  });
  return telemetry.run(call, () => {
    if (headers !== undefined) inject(telemetry, headers);
    return fn();
  });
}

// A propagator of the user's may fail.
function inject({ propagator, report }: Telemetry, headers: MessageHeaders): void {
  try {
    propagator.inject(contextApi.active(), new MessageCarrier(headers, report), messageSetter);
  } catch (error) {
    report('The trace context of a message could not be written', error);
  }
}
