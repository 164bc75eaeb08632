import type { Given, Resolved } from './description.js';
import { listOf } from './checks/lists.js';
import { boolean, oneOf, text } from './checks/scalars.js';
import { group, option } from './option.js';

const SHAPE = {
  /** Observe what is sent with `ClientProxy.send` and `emit`. Default true. */
  outgoing: option(boolean(), true),
  /** Observe what handlers get. Default true. */
  incoming: option(boolean(), true),
  /**
   * Where the work on an event belongs: below the span that emitted it, or in a trace of its own that is linked to it.
   * Default `child`.
   */
  events: option(oneOf(['child', 'link']), 'child'),
  /** Patterns that are not observed at all. A trailing `*` matches what follows. */
  ignorePatterns: option(listOf(text('It is a pattern of messages.')), []),
  /** Send the request's id along, so that the lines of all services carry the same one. Default true. */
  requestId: option(boolean(), true),
};

/** Messages between services, over Nest's transports and others. */
export interface MessagingOptions extends Given<typeof SHAPE> {}
export interface ResolvedMessaging extends Resolved<typeof SHAPE> {}
export const MESSAGING = group<typeof SHAPE, MessagingOptions>(SHAPE);
