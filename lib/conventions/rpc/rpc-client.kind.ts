import { SpanKind } from '@opentelemetry/api';
import { METRIC_RPC_CLIENT_CALL_DURATION } from '@opentelemetry/semantic-conventions';
import type { CallKind } from '../call-kind.js';
import { EVENT_SEVERITIES } from '../logs/kind-event.js';
import { DURATION_BUCKETS, type FamilyMetrics } from '../metrics/metric-family.js';
import { semconvDuration } from '../metrics/semconv-metrics.js';
import { rpcEvent } from './rpc-event.js';
import { RPC_LABELS, RPC_SEMCONV_LABELS } from './rpc-metrics.js';

const PROMETHEUS: FamilyMetrics = {
  ...RPC_LABELS,
  counters: [],
  duration: {
    name: 'grpc_client_request_duration_seconds',
    otlp: METRIC_RPC_CLIENT_CALL_DURATION,
    help: 'Duration of outgoing gRPC requests in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const SEMCONV: FamilyMetrics = {
  ...RPC_SEMCONV_LABELS,
  counters: [],
  duration: semconvDuration(METRIC_RPC_CLIENT_CALL_DURATION, 'Duration of outgoing remote procedure calls'),
};

/** A remote procedure call that this process sends. */
export const RPC_CLIENT = {
  kind: 'rpc.client',
  spanKind: SpanKind.CLIENT,
  option: 'rpc',
  metrics: { prometheus: PROMETHEUS, semconv: SEMCONV },
  event: { severities: EVENT_SEVERITIES, describe: rpcEvent('rpc_client_call') },
} as const satisfies CallKind;
