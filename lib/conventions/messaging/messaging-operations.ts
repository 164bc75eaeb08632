import type { Operation } from '../../observation/index.js';
import { RecentValues } from '../../life-cycle/recent-values.js';
import { type MessagingCall, type MessagingKind, messagingOperation } from './messaging-operation.js';

/** The operations of the messages that one part of an application sends or processes: as many as are used, within bounds. */
export class MessagingOperations {
  private readonly kept = new RecentValues<Operation<MessagingKind>>();

  /** The operation of this description, the same one each time: metrics find their series by it. */
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
