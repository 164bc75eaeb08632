/** What happens between a client and a handler, over each transport. */
export const CASES = [
  'request and reply',
  'event',
  'streamed reply',
  'handler error',
  'guard rejection',
  'timeout of the client',
  'unsubscribed',
] as const;
export type Case = (typeof CASES)[number];

/** The handlers of the peer. A request has an answer, and so a topic for it where the transport is Kafka. */
export const REQUESTS = ['sum', 'count', 'fail', 'guarded', 'slow', 'endless'] as const;
export const EVENTS = ['ordered'] as const;
export type HandlerName = (typeof REQUESTS)[number] | (typeof EVENTS)[number];

/** The pattern of a handler: `namespace` keeps runs of the tests apart on a broker that they share. */
export function patternOf(namespace: string, handler: HandlerName): string {
  return `${namespace}-${handler}`;
}
