/**
 * Attribute names that are not stable in semantic conventions 1.45, or that are not part of them. Stable names come
 * from `@opentelemetry/semantic-conventions`.
 */
export const ATTR_HTTP_RESPONSE_BODY_SIZE = 'http.response.body.size';
export const ATTR_DEPLOYMENT_ENVIRONMENT_NAME = 'deployment.environment.name';
export const ATTR_MESSAGING_SYSTEM_NAME = 'messaging.system.name';
export const ATTR_MESSAGING_DESTINATION_NAME = 'messaging.destination.name';
export const ATTR_MESSAGING_OPERATION_NAME = 'messaging.operation.name';
export const ATTR_RPC_REQUEST_SIZE = 'nestjs.rpc.request.size';
export const ATTR_MESSAGING_OPERATION_TYPE = 'messaging.operation.type';
export const ATTR_MESSAGING_MESSAGE_ID = 'messaging.message.id';
export const ATTR_MESSAGING_MESSAGE_BODY_SIZE = 'messaging.message.body.size';
export const ATTR_MESSAGING_BATCH_MESSAGE_COUNT = 'messaging.batch.message_count';
export const ATTR_MESSAGING_CONSUMER_GROUP_NAME = 'messaging.consumer.group.name';
export const ATTR_MESSAGING_DESTINATION_PARTITION_ID = 'messaging.destination.partition.id';
export const ATTR_KAFKA_OFFSET = 'kafka.offset';
export const ATTR_KAFKA_MESSAGE_KEY = 'kafka.message.key';
/** The sender of the message no longer waited for the reply. */
export const ATTR_MESSAGING_REPLY_CANCELLED = 'nestjs.messaging.reply.cancelled';
export const ATTR_RPC_RESPONSE_SIZE = 'nestjs.rpc.response.size';
export const ATTR_DB_QUERY_ARGUMENT_COUNT = 'nestjs.db.query.argument_count';
/** In log records: the text of a query, or its summary if the text is not recorded. */
export const ATTR_DB_QUERY = 'nestjs.db.query';
export const ATTR_DB_RESPONSE_RETURNED_ROWS = 'db.response.returned_rows';
export const ATTR_DB_RESPONSE_AFFECTED_ROWS = 'nestjs.db.response.affected_rows';
export const ATTR_DB_CLIENT_CONNECTION_POOL_NAME = 'db.client.connection.pool.name';
export const ATTR_DB_CLIENT_CONNECTION_STATE = 'db.client.connection.state';
export const METRIC_DB_CLIENT_CONNECTION_COUNT = 'db.client.connection.count';
export const METRIC_DB_CLIENT_CONNECTION_PENDING_REQUESTS = 'db.client.connection.pending_requests';
export const METRIC_DB_CLIENT_CONNECTION_WAIT_TIME = 'db.client.connection.wait_time';

/** The client disconnected before the response was complete. */
export const ATTR_HTTP_REQUEST_ABORTED = 'nestjs.http.request.aborted';

// No convention covers caches. These names follow the database attributes.
export const ATTR_CACHE_SYSTEM_NAME = 'nestjs.cache.system.name';
export const ATTR_CACHE_OPERATION_NAME = 'nestjs.cache.operation.name';
export const ATTR_CACHE_KEY = 'nestjs.cache.key';
export const ATTR_CACHE_HIT = 'nestjs.cache.hit';
/** For a lookup of several keys: the number of hits and the number of misses. */
export const ATTR_CACHE_HIT_COUNT = 'nestjs.cache.hit_count';
export const ATTR_CACHE_MISS_COUNT = 'nestjs.cache.miss_count';
/** In bytes, if the size is known without serialising the value. */
export const ATTR_CACHE_VALUE_SIZE = 'nestjs.cache.value.size';
export const ATTR_CACHE_OPERATION_RESULT = 'nestjs.cache.operation.result';

// No convention covers business operations.
export const ATTR_BUSINESS_OPERATION_NAME = 'nestjs.business.operation.name';
export const ATTR_BUSINESS_OPERATION_RESULT = 'nestjs.business.operation.result';

/** Why telemetry exported a trace that the sampler dropped: `error` or `slow`. On the local root span. */
export const ATTR_KEEP_REASON = 'nestjs.keep.reason';
/** The number of spans that were already dropped; absent if the trace is complete. */
export const ATTR_KEEP_MISSING_SPANS = 'nestjs.keep.missing_spans';

// Attributes of a span that stands for repeated queries.
/** The number of queries, including failed ones. */
export const ATTR_REPEATED_COUNT = 'nestjs.repeated.count';
/** The number of failed queries; each of them also has a separate span. Absent if none failed. */
export const ATTR_REPEATED_FAILED_COUNT = 'nestjs.repeated.failed_count';
export const ATTR_REPEATED_TOTAL_DURATION_MS = 'nestjs.repeated.total_duration_ms';
/** The durations of the three slowest queries, the slowest first. */
export const ATTR_REPEATED_SLOWEST_DURATIONS_MS = 'nestjs.repeated.slowest_durations_ms';
/** The start of each of the three slowest queries, relative to the start of the span. */
export const ATTR_REPEATED_SLOWEST_OFFSETS_MS = 'nestjs.repeated.slowest_offsets_ms';

/** On the parent span: the summaries of the queries that were repeated as its children. */
export const ATTR_REPEATED_QUERY_SUMMARIES = 'nestjs.repeated_queries.summaries';
/** On the parent span: how often each of these queries ran, in the same order. */
export const ATTR_REPEATED_QUERY_COUNTS = 'nestjs.repeated_queries.counts';

/** In log records: the duration of the call that they report. */
export const ATTR_CALL_DURATION_MS = 'nestjs.call.duration_ms';
export const ATTR_UNIT_OF_WORK_NAME = 'nestjs.unit_of_work.name';
/** In log records: the parts of an error that no convention names. */
export const ATTR_EXCEPTION = 'nestjs.exception';

/** True for a call that a closing client gave up. */
export const ATTR_CALL_GIVEN_UP = 'nestjs.call.given_up';
