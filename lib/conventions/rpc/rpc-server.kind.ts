import { SpanKind } from '@opentelemetry/api';
import { METRIC_RPC_SERVER_CALL_DURATION } from '@opentelemetry/semantic-conventions';
import { ATTR_RPC_RESPONSE_SIZE } from '../attributes.js';
import type { CallKind } from '../call-kind.js';
import { DURATION_BUCKETS, type FamilyMetrics, SIZE_BUCKETS } from '../metrics/metric-family.js';
import { OTLP_DURATION_BUCKETS, type OtlpFamily } from '../metrics/otlp-family.js';
import { rpcEvent } from './rpc-event.js';
import { RPC_ATTRIBUTES, RPC_LABELS } from './rpc-metrics.js';

const PROMETHEUS: FamilyMetrics = {
  ...RPC_LABELS,
  counters: [{ name: 'grpc_requests_total', help: 'Total number of gRPC requests' }],
  duration: {
    name: 'grpc_request_duration_seconds',
    help: 'gRPC request duration in seconds',
    buckets: DURATION_BUCKETS,
  },
  size: {
    name: 'grpc_response_size_bytes',
    help: 'gRPC response size in bytes',
    buckets: SIZE_BUCKETS,
    fact: ATTR_RPC_RESPONSE_SIZE,
  },
};

const OTLP: OtlpFamily = {
  ...RPC_ATTRIBUTES,
  counters: [],
  duration: {
    name: METRIC_RPC_SERVER_CALL_DURATION,
    help: 'Duration of incoming remote procedure calls',
    buckets: OTLP_DURATION_BUCKETS,
  },
  size: {
    name: 'nestjs.rpc.server.response.size',
    help: 'Size of the responses to remote procedure calls',
    buckets: SIZE_BUCKETS,
    fact: ATTR_RPC_RESPONSE_SIZE,
  },
};

/** A remote procedure call that this process serves. */
export const RPC_SERVER = {
  kind: 'rpc.server',
  spanKind: SpanKind.SERVER,
  option: 'rpc',
  metrics: { prometheus: PROMETHEUS, otlp: OTLP },
  event: rpcEvent('rpc_call'),
} as const satisfies CallKind;
