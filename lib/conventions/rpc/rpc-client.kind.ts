import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  METRIC_RPC_CLIENT_CALL_DURATION,
} from '@opentelemetry/semantic-conventions';
import type { CallKind } from '../call-kind.js';
import { DURATION_BUCKETS, type FamilyMetrics } from '../metrics/metric-family.js';
import { OTLP_DURATION_BUCKETS, type OtlpFamily } from '../metrics/otlp-family.js';
import { rpcEvent } from './rpc-event.js';
import { RPC_ATTRIBUTES, RPC_LABELS } from './rpc-metrics.js';

const PROMETHEUS: FamilyMetrics = {
  ...RPC_LABELS,
  counters: [],
  duration: {
    name: 'grpc_client_request_duration_seconds',
    help: 'Duration of outgoing gRPC requests in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const OTLP: OtlpFamily = {
  ...RPC_ATTRIBUTES,
  attributes: [...RPC_ATTRIBUTES.attributes, ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT],
  counters: [],
  duration: {
    name: METRIC_RPC_CLIENT_CALL_DURATION,
    help: 'Duration of outgoing remote procedure calls',
    buckets: OTLP_DURATION_BUCKETS,
  },
};

/** A remote procedure call that this process sends. */
export const RPC_CLIENT = {
  kind: 'rpc.client',
  spanKind: SpanKind.CLIENT,
  option: 'rpc',
  metrics: { prometheus: PROMETHEUS, otlp: OTLP },
  event: rpcEvent('rpc_client_call'),
} as const satisfies CallKind;
