import type { Context } from '@opentelemetry/api';
import type { LogEvent } from '../conventions/log-event.js';
import type { Observer, Operation, Outcome, Recording } from '../observation/index.js';
import { type RootLogger, traceFields, withBaggage } from './root-logger.js';

type Describe = (operation: Operation, outcome: Outcome) => LogEvent;

/** Writes a line for each finished operation of a kind that has a log event. */
export class LoggingObserver implements Observer {
  readonly name = 'logging';

  constructor(
    private readonly root: RootLogger,
    private readonly events: Readonly<Partial<Record<string, Describe>>>,
    private readonly baggageKeys: readonly string[] = [],
  ) {}

  begin(operation: Operation, context: Context): Recording | undefined {
    const describe = this.events[operation.kind];
    return describe === undefined ? undefined : new LoggedRecording(this.root, describe, context, this.baggageKeys);
  }
}

class LoggedRecording implements Recording {
  constructor(
    private readonly root: RootLogger,
    private readonly describeEvent: Describe,
    private readonly at: Context,
    private readonly baggageKeys: readonly string[],
  ) {}

  end(operation: Operation, outcome: Outcome): void {
    const event = this.describeEvent(operation, outcome);
    if (!this.root.isLevelEnabled(event.level)) return;
    // Said even when there is no trace: else the line would get that of the code which happens to run now.
    const line = { trace_id: undefined, ...traceFields(this.at), error: event.error, fields: event.fields };
    this.root[event.level]({ ...line, ...withBaggage(this.at, this.baggageKeys, line) }, event.message);
  }
}
