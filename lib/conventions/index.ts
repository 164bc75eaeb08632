import type { Operation, Outcome } from '../observation/index.js';
import type { LogEventName } from '../options/names.js';
import { BUSINESS_METRICS, businessEvent } from './business.js';
import { CACHE_METRICS, cacheEvent } from './cache.js';
import { DATABASE_METRICS, databaseEvent } from './database.js';
import { HTTP_SERVER_METRICS, httpRequestEvent } from './http.js';
import { HTTP_CLIENT_METRICS, httpClientEvent } from './http-client.js';
import type { LogEvent } from './log-event.js';
import type { MetricFamily } from './metric-family.js';
import type { OperationKind } from './operation-kind.js';
import { jobEvent, messageEvent, rpcEvent } from './work-events.js';

export const METRIC_FAMILIES: readonly MetricFamily[] = [
  HTTP_SERVER_METRICS,
  HTTP_CLIENT_METRICS,
  DATABASE_METRICS,
  CACHE_METRICS,
  BUSINESS_METRICS,
];

/** What the log says of one kind of operation when it ends, and the option that decides about it. */
export interface KindOfEvent {
  readonly option: LogEventName;
  readonly describe: (operation: Operation, outcome: Outcome) => LogEvent;
}

/** The kinds of operations that may write a line. */
export const LOG_EVENTS: Readonly<Partial<Record<OperationKind, KindOfEvent>>> = {
  'http.server': { option: 'http', describe: httpRequestEvent },
  'http.client': { option: 'outgoing', describe: httpClientEvent },
  database: { option: 'database', describe: databaseEvent },
  cache: { option: 'cache', describe: cacheEvent },
  business: { option: 'business', describe: businessEvent },
  'messaging.send': { option: 'message', describe: messageEvent },
  'messaging.process': { option: 'message', describe: messageEvent },
  job: { option: 'job', describe: jobEvent },
  'rpc.server': { option: 'rpc', describe: rpcEvent },
  'rpc.client': { option: 'rpc', describe: rpcEvent },
};
