/** Messages between services, over Nest's transports and others. */
export interface MessagingOptions {
  /** Observe what is sent with `ClientProxy.send` and `emit`. Default true. */
  readonly outgoing?: boolean;
  /** Observe what handlers get. Default true. */
  readonly incoming?: boolean;
  /**
   * Where the work on an event belongs: below the span that emitted it, or in a trace of its own that is linked to it.
   * Default `child`.
   */
  readonly events?: 'child' | 'link';
  /** Patterns that are not observed at all. A trailing `*` matches what follows. */
  readonly ignorePatterns?: readonly string[];
  /** Send the request's id along, so that the lines of all services carry the same one. Default true. */
  readonly requestId?: boolean;
}

export type ResolvedMessaging = Required<MessagingOptions>;
