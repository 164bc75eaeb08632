import type { Context } from '@opentelemetry/api';
import { traceContextOf } from '../context/trace-context.js';
import type { LogEvent } from '../conventions/log-event.js';
import type { Observer, Operation, Outcome, Recording } from '../observation/index.js';
import type { RootLogger } from './root-logger.js';

type Describe = (operation: Operation, outcome: Outcome) => LogEvent;

/** Writes a line for each finished operation of a kind that has a log event. */
export class LoggingObserver implements Observer {
  readonly name = 'logging';

  constructor(
    private readonly root: RootLogger,
    private readonly events: Readonly<Partial<Record<string, Describe>>>,
  ) {}

  begin(operation: Operation, context: Context): Recording | undefined {
    const describe = this.events[operation.kind];
    return describe === undefined ? undefined : new LoggedRecording(this.root, describe, context);
  }
}

class LoggedRecording implements Recording {
  constructor(
    private readonly root: RootLogger,
    private readonly describeEvent: Describe,
    private readonly at: Context,
  ) {}

  end(operation: Operation, outcome: Outcome): void {
    const event = this.describeEvent(operation, outcome);
    if (!this.root.isLevelEnabled(event.level)) return;
    const trace = traceContextOf(this.at);
    this.root[event.level](
      {
        trace_id: trace?.traceId,
        span_id: trace?.spanId,
        sampled: trace?.sampled,
        error: event.error,
        fields: event.fields,
      },
      event.message,
    );
  }
}
