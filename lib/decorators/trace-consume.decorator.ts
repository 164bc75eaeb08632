import { describeConsume } from '../described/consume-message.js';
import type { MessageHeaders, MessageRelation } from '../context/message.js';
import { checkMessageOptions, describeMessage, type MessageCallbacks } from './message-callbacks.js';
import { observeMethod } from './observe-method.js';

export interface TraceConsumeOptions extends MessageCallbacks<
  MessageHeaders | readonly (MessageHeaders | undefined)[]
> {
  /**
   * Whether the work on a message is part of its sender's trace (`child`), or a separate trace with a link to it
   * (`link`). Default `child`. A batch is always linked.
   */
  readonly relation?: MessageRelation;
}

/**
 * A span, `messages_total` and `message_duration_seconds` for each message, or batch, that the method handles, as a unit
 * of work below the sender's span. Nest's `@MessagePattern` and `@EventPattern` need no decorator.
 *
 * @example
 * \@TraceConsume({
 *   system: 'rabbitmq',
 *   destination: 'orders',
 *   headers: (message: ConsumeMessage) => message.properties.headers,
 *   size: (message: ConsumeMessage) => message.content,
 * })
 * onMessage(message: ConsumeMessage) {}
 *
 * @throws TelemetryError when an option is wrong.
 */
export function TraceConsume(options: TraceConsumeOptions): MethodDecorator {
  return observeMethod((method) => {
    checkMessageOptions('TraceConsume', method, options);
    const { relation } = options;
    return (telemetry, args) => {
      const message = describeMessage(method, options, args, telemetry.report);
      return describeConsume(telemetry, { ...message, relation });
    };
  });
}
