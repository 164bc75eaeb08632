import { type Context, context as contextApi, createContextKey } from '@opentelemetry/api';
import type { Observer, Operation, Outcome, Recording } from '../../lib/observation/index.js';

const CALL = createContextKey('test:recorded-call');

export interface RecordedCall {
  operation: Operation;
  readonly outcomes: Outcome[];
  /** The call in whose context this one began. */
  readonly parent: RecordedCall | undefined;
}

/** Remembers every call, hands it down in the context, and counts each end: a second one would show. */
export class RecordingObserver implements Observer {
  readonly name = 'recording';
  readonly calls: RecordedCall[] = [];

  begin(operation: Operation, context: Context): Recording {
    const call: RecordedCall = { operation, outcomes: [], parent: context.getValue(CALL) as RecordedCall | undefined };
    this.calls.push(call);
    return {
      context: context.setValue(CALL, call),
      describe: (better) => {
        call.operation = better;
      },
      end: (_operation, outcome) => {
        call.outcomes.push(outcome);
      },
    };
  }
}

/** The innermost recorded call that the running code belongs to. */
export function currentCall(): RecordedCall | undefined {
  return contextApi.active().getValue(CALL) as RecordedCall | undefined;
}
