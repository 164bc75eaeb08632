import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_URL_PATH,
} from '@opentelemetry/semantic-conventions';
import { ATTR_CACHE_HIT, ATTR_CACHE_KEY, ATTR_CACHE_OPERATION_NAME } from '../conventions/attributes.js';
import { businessOperation } from '../conventions/business/business.js';
import { BUSINESS } from '../conventions/business/business.kind.js';
import { CACHE } from '../conventions/cache/cache.kind.js';
import type { QueryDescriptions } from '../conventions/database/query-description.js';
import { DATABASE } from '../conventions/database/database.kind.js';
import { HTTP_SERVER } from '../conventions/http-server/http-server.kind.js';
import { type LogEvent, logEvent } from '../conventions/logs/log-event.js';
import { NO_FACTS, type Outcome } from '../observation/index.js';

/**
 * Writes the line of a request that the application reports itself. It has the same form as the line of an observed
 * request. Only the path of the URL is recorded.
 */
export function httpRequestByHand(method: string, url: string, statusCode: number, durationMs: number): LogEvent {
  const path = pathOf(String(url));
  return logEvent(
    HTTP_SERVER.event,
    {
      kind: HTTP_SERVER.kind,
      name: `${method} ${path}`,
      labels: { [ATTR_HTTP_REQUEST_METHOD]: method },
      attributes: { [ATTR_URL_PATH]: path },
    },
    { failed: statusCode >= 500, facts: { [ATTR_HTTP_RESPONSE_STATUS_CODE]: statusCode }, durationMs },
  );
}

/** The same for a query. As always, literals are removed from the text. */
export function databaseQueryByHand(
  queries: QueryDescriptions,
  query: string,
  durationMs: number,
  error: unknown,
): LogEvent {
  return logEvent(DATABASE.event, queries.operation(String(query)), failedIf(error, durationMs));
}

/** `key` is the recordable part of the key; undefined if nothing may be recorded. */
export function cacheOperationByHand(
  operation: string,
  key: string | undefined,
  durationMs: number,
  hit: boolean,
): LogEvent {
  return logEvent(
    CACHE.event,
    {
      kind: CACHE.kind,
      name: `cache ${operation}`,
      labels: { [ATTR_CACHE_OPERATION_NAME]: operation },
      attributes: key === undefined ? {} : { [ATTR_CACHE_KEY]: key },
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

/** Removes query and fragment, and the host of an absolute URL. */
function pathOf(url: string): string {
  const target = /^[a-z][a-z\d+.-]*:\/\//i.test(url) && URL.canParse(url) ? new URL(url).pathname : url;
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}
