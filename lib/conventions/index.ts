import type { Operation, Outcome } from '../observation/index.js';
import type { CallName } from '../options/names.js';
import { businessEvent } from './business/business.js';
import { cacheEvent } from './cache/cache.js';
import { databaseEvent } from './database/database.js';
import { httpRequestEvent } from './http/http.js';
import { httpClientEvent } from './http/http-client.js';
import type { LogEvent } from './logs/log-event.js';
import type { OperationKind } from './operation-kind.js';
import { messageEvent, rpcEvent } from './logs/work-events.js';

export { METRIC_FAMILIES, metricFamilies } from './metrics/metric-families.js';

/** What the log says of one kind of operation when it ends, and the option that decides about it. */
export interface KindOfEvent {
  readonly option: CallName;
  readonly describe: (operation: Operation, outcome: Outcome) => LogEvent;
}

/** The kinds of operations that may write a line. */
export const LOG_EVENTS: Readonly<Partial<Record<OperationKind, KindOfEvent>>> = {
  'http.server': { option: 'http', describe: httpRequestEvent },
  'http.client': { option: 'outgoing', describe: httpClientEvent },
  database: { option: 'database', describe: databaseEvent },
  cache: { option: 'cache', describe: cacheEvent },
  business: { option: 'business', describe: businessEvent },
  'messaging.send': { option: 'messaging', describe: messageEvent },
  'messaging.process': { option: 'messaging', describe: messageEvent },
  'rpc.server': { option: 'rpc', describe: rpcEvent },
  'rpc.client': { option: 'rpc', describe: rpcEvent },
};
