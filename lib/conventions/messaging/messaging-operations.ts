import type { Operation } from '../../observation/index.js';
import { RecentValues } from '../recent-values.js';
import { type MessagingCall, type MessagingKind, messagingOperation } from './messaging-operation.js';

/** Descriptions that are kept: twice as many at most. Names made up at run time must not fill the memory. */
const KEPT_OPERATIONS = 500;

/** The operations of the messages that one part of an application sends or processes. */
export class MessagingOperations {
  private readonly kept = new RecentValues<Operation<MessagingKind>>(KEPT_OPERATIONS);

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
