import type { Operation, Outcome } from '../observation/index.js';
import { BUSINESS_METRICS } from './business.js';
import { CACHE_METRICS } from './cache.js';
import { DATABASE_METRICS } from './database.js';
import { HTTP_SERVER_METRICS, httpRequestEvent } from './http.js';
import { HTTP_CLIENT_METRICS } from './http-client.js';
import type { LogEvent } from './log-event.js';
import type { MetricFamily } from './metric-family.js';
import type { OperationKind } from './operation-kind.js';

export const METRIC_FAMILIES: readonly MetricFamily[] = [
  HTTP_SERVER_METRICS,
  HTTP_CLIENT_METRICS,
  DATABASE_METRICS,
  CACHE_METRICS,
  BUSINESS_METRICS,
];

/** The kinds of operations that write a line to the log when they end, and what it says. */
export const LOG_EVENTS: Readonly<
  Partial<Record<OperationKind, (operation: Operation, outcome: Outcome) => LogEvent>>
> = {
  'http.server': httpRequestEvent,
};
