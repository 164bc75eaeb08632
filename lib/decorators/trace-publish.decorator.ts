import { describePublish } from '../described/publish-message.js';
import type { MessageHeaders } from '../context/message.js';
import { checkMessageOptions, describeMessage, type MessageCallbacks } from './message-callbacks.js';
import { observeMethod } from './observe-method.js';

export type TracePublishOptions = MessageCallbacks<MessageHeaders>;

/**
 * A span, `messages_total` and `message_duration_seconds` for each message that the method sends through a client of its
 * own, and the trace context in the message's headers. A default parameter is no argument yet when headers are asked for:
 * hand the object over. Nest's `ClientProxy` needs no decorator.
 *
 * @example
 * \@TracePublish({
 *   system: 'rabbitmq',
 *   destination: 'orders',
 *   headers: (_order: Order, headers: Record<string, unknown>) => headers,
 * })
 * publish(order: Order, headers: Record<string, unknown>) {}
 *
 * @throws TelemetryError when an option is wrong.
 */
export function TracePublish(options: TracePublishOptions): MethodDecorator {
  return observeMethod((method) => {
    checkMessageOptions('TracePublish', method, options);
    return (telemetry, args) => describePublish(telemetry, describeMessage(method, options, args, telemetry.report));
  });
}
