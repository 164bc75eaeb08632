/**
 * Names that are not stable yet in semantic conventions 1.45, or that they do not have. Stable names are imported from
 * `@opentelemetry/semantic-conventions`.
 */
export const ATTR_HTTP_RESPONSE_BODY_SIZE = 'http.response.body.size';
export const ATTR_DEPLOYMENT_ENVIRONMENT_NAME = 'deployment.environment.name';
export const ATTR_MESSAGING_SYSTEM_NAME = 'messaging.system.name';
export const ATTR_MESSAGING_DESTINATION_NAME = 'messaging.destination.name';
export const ATTR_MESSAGING_OPERATION_NAME = 'messaging.operation.name';
export const ATTR_RPC_REQUEST_SIZE = 'rpc.request.size';
export const ATTR_MESSAGING_OPERATION_TYPE = 'messaging.operation.type';
export const ATTR_MESSAGING_MESSAGE_ID = 'messaging.message.id';
export const ATTR_MESSAGING_MESSAGE_BODY_SIZE = 'messaging.message.body.size';
export const ATTR_MESSAGING_BATCH_MESSAGE_COUNT = 'messaging.batch.message_count';
/** Whoever had sent a message no longer waited for its reply. */
export const ATTR_MESSAGING_REPLY_CANCELLED = 'messaging.reply.cancelled';
export const ATTR_RPC_RESPONSE_SIZE = 'rpc.response.size';
export const ATTR_DB_QUERY_ARGUMENT_COUNT = 'db.query.argument_count';
export const ATTR_DB_RESPONSE_RETURNED_ROWS = 'db.response.returned_rows';
export const ATTR_DB_RESPONSE_AFFECTED_ROWS = 'db.response.affected_rows';
export const ATTR_DB_CLIENT_CONNECTION_POOL_NAME = 'db.client.connection.pool.name';
export const ATTR_DB_CLIENT_CONNECTION_STATE = 'db.client.connection.state';
export const METRIC_DB_CLIENT_CONNECTION_COUNT = 'db.client.connection.count';
export const METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS = 'db.client.connection.pending_requests';
export const METRIC_DB_CLIENT_CONNECTION_WAIT_TIME = 'db.client.connection.wait_time';

/** The client went away before the response was complete. */
export const ATTR_HTTP_REQUEST_ABORTED = 'http.request.aborted';

// No convention covers caches; these follow the shape of the database ones.
export const ATTR_CACHE_SYSTEM_NAME = 'cache.system.name';
export const ATTR_CACHE_OPERATION_NAME = 'cache.operation.name';
export const ATTR_CACHE_KEY = 'cache.key';
export const ATTR_CACHE_HIT = 'cache.hit';
/** Of a lookup of several keys: how many were there, and how many not. */
export const ATTR_CACHE_HIT_COUNT = 'cache.hit_count';
export const ATTR_CACHE_MISS_COUNT = 'cache.miss_count';
/** In bytes, where it is known without serialising the value. */
export const ATTR_CACHE_VALUE_SIZE = 'cache.value.size';
export const ATTR_CACHE_OPERATION_RESULT = 'cache.operation.result';

// Nor does one cover business operations.
export const ATTR_BUSINESS_OPERATION_NAME = 'business.operation.name';
export const ATTR_BUSINESS_OPERATION_RESULT = 'business.operation.result';

/** Why a trace that the sampler dropped was exported after all, on its local root: `error` or `slow`. */
export const ATTR_KEEP_REASON = 'nestjs_telemetry.keep.reason';
/** How many of its spans had been let go by then; absent when it is whole. */
export const ATTR_KEEP_MISSING_SPANS = 'nestjs_telemetry.keep.missing_spans';

// What one span says of the repeated queries that it stands for.
/** How many there are, the failed ones among them. */
export const ATTR_REPEATED_COUNT = 'nestjs_telemetry.repeated.count';
/** How many of them failed; those have spans of their own besides. Absent when none did. */
export const ATTR_REPEATED_FAILED_COUNT = 'nestjs_telemetry.repeated.failed_count';
export const ATTR_REPEATED_TOTAL_DURATION_MS = 'nestjs_telemetry.repeated.total_duration_ms';
/** The durations of the slowest three, the slowest first. */
export const ATTR_REPEATED_SLOWEST_DURATIONS_MS = 'nestjs_telemetry.repeated.slowest_durations_ms';
/** When each of the slowest three began, after the beginning of the span. */
export const ATTR_REPEATED_SLOWEST_OFFSETS_MS = 'nestjs_telemetry.repeated.slowest_offsets_ms';

/** On the parent: the summaries of the queries that were repeated below it. */
export const ATTR_REPEATED_QUERY_SUMMARIES = 'nestjs_telemetry.repeated_queries.summaries';
/** On the parent: how often each of these summaries was queried, in the same order. */
export const ATTR_REPEATED_QUERY_COUNTS = 'nestjs_telemetry.repeated_queries.counts';
