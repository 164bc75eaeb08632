/**
 * Names that are not stable yet in semantic conventions 1.45, or that they do not have. Stable names are imported from
 * `@opentelemetry/semantic-conventions`.
 */
export const ATTR_HTTP_RESPONSE_BODY_SIZE = 'http.response.body.size';
export const ATTR_DEPLOYMENT_ENVIRONMENT_NAME = 'deployment.environment.name';
export const ATTR_MESSAGING_SYSTEM_NAME = 'messaging.system.name';
export const ATTR_MESSAGING_DESTINATION_NAME = 'messaging.destination.name';
export const ATTR_MESSAGING_OPERATION_NAME = 'messaging.operation.name';
export const ATTR_MESSAGING_OPERATION_TYPE = 'messaging.operation.type';
export const ATTR_MESSAGING_MESSAGE_ID = 'messaging.message.id';
export const ATTR_MESSAGING_MESSAGE_BODY_SIZE = 'messaging.message.body.size';
export const ATTR_MESSAGING_BATCH_MESSAGE_COUNT = 'messaging.batch.message_count';
export const ATTR_RPC_RESPONSE_SIZE = 'rpc.response.size';
export const ATTR_DB_QUERY_ARGUMENT_COUNT = 'db.query.argument_count';
export const ATTR_DB_RESPONSE_RETURNED_ROWS = 'db.response.returned_rows';
export const ATTR_DB_RESPONSE_AFFECTED_ROWS = 'db.response.affected_rows';

/** The client went away before the response was complete. */
export const ATTR_HTTP_REQUEST_ABORTED = 'http.request.aborted';

// No convention covers caches; these follow the shape of the database ones.
export const ATTR_CACHE_SYSTEM_NAME = 'cache.system.name';
export const ATTR_CACHE_OPERATION_NAME = 'cache.operation.name';
export const ATTR_CACHE_KEY = 'cache.key';
export const ATTR_CACHE_HIT = 'cache.hit';
export const ATTR_CACHE_OPERATION_RESULT = 'cache.operation.result';

// Nor does one cover business operations.
export const ATTR_BUSINESS_OPERATION_NAME = 'business.operation.name';
export const ATTR_BUSINESS_OPERATION_RESULT = 'business.operation.result';

/** Why a trace that the sampler dropped was exported after all, on its local root: `error` or `slow`. */
export const ATTR_KEEP_REASON = 'nestjs_telemetry.keep.reason';
/** How many of its spans had been let go by then; absent when it is whole. */
export const ATTR_KEEP_MISSING_SPANS = 'nestjs_telemetry.keep.missing_spans';
