import type { MessagingOptions, ResolvedMessaging } from './messaging.options.js';

export function resolveMessaging(options: MessagingOptions): ResolvedMessaging {
  const { outgoing = true, incoming = true, events = 'child', ignorePatterns = [], requestId = true } = options;
  return { outgoing, incoming, events, ignorePatterns: [...ignorePatterns], requestId };
}
