import type { Operation } from '../../observation/index.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import { type MessagingCall, type MessagingKind, messagingOperation } from './messaging-operation.js';

/** A bounded cache of the message operations that one part of an application uses. */
export class MessagingOperations {
  private readonly kept = new RecentValues<Operation<MessagingKind>>();

  /** Returns the same operation object for the same description: metrics find their series by it. */
  operation(kind: MessagingKind, call: MessagingCall): Operation<MessagingKind> {
    const key = `${kind}\n${call.system}\n${call.operation}\n${call.destination}`;
    let operation = this.kept.get(key);
    if (operation === undefined) {
      operation = messagingOperation(kind, call);
      this.kept.set(key, operation);
    }
    return operation;
  }
}
