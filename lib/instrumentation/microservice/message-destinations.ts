import type { MessagingKind } from '../../conventions/messaging/messaging-operation.js';
import { MessagingOperations } from '../../conventions/messaging/messaging-operations.js';
import { pathMatcher } from '../../conventions/path-matcher.js';
import type { Operation } from '../../observation/index.js';

/** Stands for a destination that has no name in metrics. */
export const OTHER_DESTINATION = '_OTHER';
/** Patterns can be made up at run time, with an id in each: beyond this number they share one name. */
const MAX_DESTINATIONS = 200;

/** The operations of the messages of one application. */
export class MessageDestinations {
  private readonly known = new Set<string>();
  private readonly operations = new MessagingOperations();
  private readonly matches: (pattern: string) => boolean;

  constructor(ignorePatterns: readonly string[]) {
    this.matches = pathMatcher(ignorePatterns);
  }

  isIgnored(destination: string): boolean {
    return this.matches(destination);
  }

  operation(kind: MessagingKind, operation: string, system: string, destination: string): Operation {
    return this.operations.operation(kind, { system, operation, destination: this.named(destination) });
  }

  private named(destination: string): string {
    if (this.known.has(destination)) return destination;
    if (this.known.size >= MAX_DESTINATIONS) return OTHER_DESTINATION;
    this.known.add(destination);
    return destination;
  }
}
