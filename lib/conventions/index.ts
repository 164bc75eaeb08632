import type { Operation, Outcome } from '../observation/index.js';
import { httpRequestEvent } from './http.js';
import type { LogEvent } from './log-event.js';
import type { OperationKind } from './operation-kind.js';

export { METRIC_FAMILIES, metricFamilies } from './metric-families.js';

/** The kinds of operations that write a line to the log when they end, and what it says. */
export const LOG_EVENTS: Readonly<
  Partial<Record<OperationKind, (operation: Operation, outcome: Outcome) => LogEvent>>
> = {
  'http.server': httpRequestEvent,
};
