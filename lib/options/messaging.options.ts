import type { Given, Resolved } from './description.js';
import { listOf } from './checks/lists.js';
import { boolean, oneOf, text } from './checks/scalars.js';
import { group, option } from './option.js';

const SHAPE = {
  /** Observes messages that `ClientProxy.send` and `emit` send. Default true. */
  outgoing: option(boolean(), true),
  /** Observes messages that handlers receive. Default true. */
  incoming: option(boolean(), true),
  /**
   * The relation of an event handler's span to the span of the sender. `child`: it is a child. `link`: it begins a new
   * trace with a link to the sender. Default `child`.
   */
  events: option(oneOf(['child', 'link']), 'child'),
  /** Message patterns without telemetry. A trailing `*` matches any rest of the pattern. */
  ignorePatterns: option(listOf(text('It is a pattern of messages.')), []),
  /** Sends the request id with each message, so that the log lines of all services have the same id. Default true. */
  requestId: option(boolean(), true),
  /** Records the keys of Kafka's messages in spans. They may be personal, such as an e-mail address. Default false. */
  messageKeys: option(boolean(), false),
};

/** Messages between services, over Nest's transports and other clients. */
export interface MessagingOptions extends Given<typeof SHAPE> {}
export interface ResolvedMessaging extends Resolved<typeof SHAPE> {}
export const MESSAGING = group<typeof SHAPE, MessagingOptions>(SHAPE);
