import {
  ATTR_DB_QUERY_TEXT,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_URL_PATH,
} from '@opentelemetry/semantic-conventions';
import { ATTR_CACHE_HIT, ATTR_CACHE_KEY, ATTR_CACHE_OPERATION_NAME } from '../conventions/attributes.js';
import { businessOperation } from '../conventions/business/business.js';
import { BUSINESS } from '../conventions/business/business.kind.js';
import { CACHE } from '../conventions/cache/cache.kind.js';
import { DATABASE } from '../conventions/database/database.kind.js';
import { HTTP_SERVER } from '../conventions/http-server/http-server.kind.js';
import { type LogEvent, logEvent } from '../conventions/logs/log-event.js';
import { NO_FACTS, type Outcome } from '../observation/index.js';

/** The line that an observed request writes, for one that is reported by hand. */
export function httpRequestByHand(method: string, url: string, statusCode: number, durationMs: number): LogEvent {
  return logEvent(
    HTTP_SERVER.event,
    {
      kind: HTTP_SERVER.kind,
      name: `${method} ${url}`,
      labels: { [ATTR_HTTP_REQUEST_METHOD]: method },
      attributes: { [ATTR_URL_PATH]: url },
    },
    { failed: statusCode >= 500, facts: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: statusCode }, durationMs },
  );
}

export function databaseQueryByHand(query: string, durationMs: number, error: unknown): LogEvent {
  const operation = { kind: DATABASE.kind, name: 'query', labels: {}, attributes: { [ATTR_DB_QUERY_TEXT]: query } };
  return logEvent(DATABASE.event, operation, failedIf(error, durationMs));
}

export function cacheOperationByHand(operation: string, key: string, durationMs: number, hit: boolean): LogEvent {
  return logEvent(
    CACHE.event,
    {
      kind: CACHE.kind,
      name: `cache ${operation}`,
      labels: { [ATTR_CACHE_OPERATION_NAME]: operation },
      attributes: { [ATTR_CACHE_KEY]: key },
    },
    { failed: false, facts: { [ATTR_CACHE_HIT]: hit }, durationMs },
  );
}

export function businessOperationByHand(operation: string, durationMs: number, error: unknown): LogEvent {
  return logEvent(BUSINESS.event, businessOperation(operation), failedIf(error, durationMs));
}

function failedIf(error: unknown, durationMs: number): Outcome {
  const failed = error !== undefined && error !== null;
  return failed ? { failed, error, facts: NO_FACTS, durationMs } : { failed, facts: NO_FACTS, durationMs };
}
