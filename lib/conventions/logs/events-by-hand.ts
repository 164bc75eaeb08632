import {
  ATTR_DB_QUERY_TEXT,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_URL_PATH,
} from '@opentelemetry/semantic-conventions';
import { NO_FACTS, type Outcome } from '../../observation/outcome.js';
import { ATTR_CACHE_HIT, ATTR_CACHE_KEY, ATTR_CACHE_OPERATION_NAME } from '../attributes.js';
import { businessEvent, businessOperation } from '../business/business.js';
import { cacheEvent } from '../cache/cache.js';
import { databaseEvent } from '../database/database.js';
import { httpRequestEvent } from '../http/http.js';
import type { LogEvent } from './log-event.js';

/** The line that an observed request writes, for one that is reported by hand. */
export function httpRequestByHand(method: string, url: string, statusCode: number, durationMs: number): LogEvent {
  return httpRequestEvent(
    {
      kind: 'http.server',
      name: `${method} ${url}`,
      labels: { [ATTR_HTTP_REQUEST_METHOD]: method },
      attributes: { [ATTR_URL_PATH]: url },
    },
    { failed: statusCode >= 500, facts: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: statusCode }, durationMs },
  );
}

export function databaseQueryByHand(query: string, durationMs: number, error: unknown): LogEvent {
  const operation = { kind: 'database', name: 'query', labels: {}, attributes: { [ATTR_DB_QUERY_TEXT]: query } };
  return databaseEvent(operation, failedIf(error, durationMs));
}

export function cacheOperationByHand(operation: string, key: string, durationMs: number, hit: boolean): LogEvent {
  return cacheEvent(
    {
      kind: 'cache',
      name: `cache ${operation}`,
      labels: { [ATTR_CACHE_OPERATION_NAME]: operation },
      attributes: { [ATTR_CACHE_KEY]: key },
    },
    { failed: false, facts: { [ATTR_CACHE_HIT]: hit }, durationMs },
  );
}

export function businessOperationByHand(operation: string, durationMs: number, error: unknown): LogEvent {
  return businessEvent(businessOperation(operation), failedIf(error, durationMs));
}

function failedIf(error: unknown, durationMs: number): Outcome {
  const failed = error !== undefined && error !== null;
  return failed ? { failed, error, facts: NO_FACTS, durationMs } : { failed, facts: NO_FACTS, durationMs };
}
