import type { Context, HrTime } from '@opentelemetry/api';
import type { LogEvent } from '../conventions/logs/log-event.js';
import { contextFields } from './context-fields.js';
import type { RootLogger } from './root-logger.js';
import { errorOfEvent } from './logged-errors.js';

/**
 * Writes the line about work in `at`, with the trace of that work. If the unit of work has already logged the error's
 * stack, the line leaves it out. `time` is that of the event, if it is past.
 */
export function writeEvent(
  root: RootLogger,
  event: LogEvent,
  at: Context,
  baggageKeys: readonly string[],
  time?: HrTime,
): void {
  if (!root.isLevelEnabled(event.level)) return;
  const { fields } = event;
  // Set trace_id even if undefined; otherwise the mixin adds the trace of the code that runs now.
  const line = {
    trace_id: undefined,
    error: errorOfEvent(event, at),
    fields,
    ...contextFields(at, baggageKeys, fields),
  };
  root.times.within(at, () => root[event.level](line, event.message), time);
}
