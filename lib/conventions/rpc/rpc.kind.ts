import { SpanKind } from '@opentelemetry/api';
import {
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
  METRIC_RPC_CLIENT_CALL_DURATION,
  METRIC_RPC_SERVER_CALL_DURATION,
} from '@opentelemetry/semantic-conventions';
import { ATTR_RPC_RESPONSE_SIZE } from '../attributes.js';
import type { CallKind } from '../call-kind.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../logs/kind-event.js';
import {
  DURATION_BUCKETS,
  ERROR_TYPE_LABEL,
  fact,
  type FamilyMetrics,
  type LabelSource,
  type ResultLabel,
  SIZE_BUCKETS,
} from '../metrics/metric-family.js';
import { semconvDuration, semconvLabels } from '../metrics/semconv-metrics.js';

/** Stands for a method that is not known. */
export const UNKNOWN_METHOD = '_OTHER';

const LABELS: Readonly<Record<string, LabelSource>> = {
  method: {
    attribute: ATTR_RPC_METHOD,
    otherwise: UNKNOWN_METHOD,
    part: (name) => name.slice(name.lastIndexOf('/') + 1),
  },
  service: {
    attribute: ATTR_RPC_METHOD,
    otherwise: UNKNOWN_METHOD,
    part: (name) => name.slice(0, Math.max(0, name.lastIndexOf('/'))) || 'unknown',
  },
};

/** Empty where there was no status. */
const STATUS: ResultLabel = {
  of: (outcome) => String(fact(outcome, ATTR_RPC_STATUS_CODE) ?? ''),
  attribute: ATTR_RPC_STATUS_CODE,
};

const SEMCONV: Pick<FamilyMetrics, 'labels' | 'resultLabels' | 'counters'> = {
  labels: semconvLabels(ATTR_RPC_SYSTEM_NAME, ATTR_RPC_METHOD),
  resultLabels: { rpc_status_code: STATUS, error_type: ERROR_TYPE_LABEL },
  counters: [],
};

const SERVED: FamilyMetrics = {
  labels: LABELS,
  resultLabels: { status_code: STATUS },
  counters: [{ name: 'grpc_requests_total', help: 'Total number of gRPC requests', otlp: false }],
  duration: {
    name: 'grpc_request_duration_seconds',
    otlp: METRIC_RPC_SERVER_CALL_DURATION,
    help: 'gRPC request duration in seconds',
    buckets: DURATION_BUCKETS,
  },
  size: {
    name: 'grpc_response_size_bytes',
    otlp: 'rpc.server.response.size',
    help: 'gRPC response size in bytes',
    buckets: SIZE_BUCKETS,
    fact: ATTR_RPC_RESPONSE_SIZE,
  },
};

const SEMCONV_SERVED: FamilyMetrics = {
  ...SEMCONV,
  duration: semconvDuration(METRIC_RPC_SERVER_CALL_DURATION, 'Duration of incoming remote procedure calls'),
  size: {
    name: 'rpc_server_response_size_bytes',
    otlp: 'rpc.server.response.size',
    help: 'Size of the responses to remote procedure calls',
    buckets: SIZE_BUCKETS,
    fact: ATTR_RPC_RESPONSE_SIZE,
  },
};

const MADE: FamilyMetrics = {
  labels: LABELS,
  resultLabels: { status_code: STATUS },
  counters: [],
  duration: {
    name: 'grpc_client_request_duration_seconds',
    otlp: METRIC_RPC_CLIENT_CALL_DURATION,
    help: 'Duration of outgoing gRPC requests in seconds',
    buckets: DURATION_BUCKETS,
  },
};

const SEMCONV_MADE: FamilyMetrics = {
  ...SEMCONV,
  duration: semconvDuration(METRIC_RPC_CLIENT_CALL_DURATION, 'Duration of outgoing remote procedure calls'),
};

function describeAs(event: string): DescribeEvent {
  return ({ labels, name }, outcome) => {
    const status = fact(outcome, ATTR_RPC_STATUS_CODE);
    return {
      message: `${name} ${status ?? (outcome.failed ? 'failed' : 'completed')}`,
      fields: {
        event,
        system: labels[ATTR_RPC_SYSTEM_NAME],
        method: labels[ATTR_RPC_METHOD],
        status_code: status,
        duration_ms: outcome.durationMs,
      },
    };
  };
}

/** A remote procedure call that this process serves. */
export const RPC_SERVER = {
  kind: 'rpc.server',
  spanKind: SpanKind.SERVER,
  option: 'rpc',
  metrics: { prometheus: SERVED, semconv: SEMCONV_SERVED },
  event: { severities: EVENT_SEVERITIES, describe: describeAs('rpc_call') },
} as const satisfies CallKind;

/** A remote procedure call that this process makes. */
export const RPC_CLIENT = {
  kind: 'rpc.client',
  spanKind: SpanKind.CLIENT,
  option: 'rpc',
  metrics: { prometheus: MADE, semconv: SEMCONV_MADE },
  event: { severities: EVENT_SEVERITIES, describe: describeAs('rpc_client_call') },
} as const satisfies CallKind;
