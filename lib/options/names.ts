import type { MetricNaming } from '../conventions/index.js';

/** Exporters that users can select by name. */
export const EXPORTER_NAMES = ['otlp', 'zipkin', 'jaeger', 'console', 'none'] as const;
export type ExporterName = (typeof EXPORTER_NAMES)[number];

export const OTLP_PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'] as const;
export type OtlpProtocol = (typeof OTLP_PROTOCOLS)[number];

export const PROPAGATOR_NAMES = ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger'] as const;
export type PropagatorName = (typeof PROPAGATOR_NAMES)[number];

export const LOG_LEVELS = ['verbose', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['json', 'text', 'ecs', 'otel'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export const LOG_OUTPUTS = ['stdout', 'file', 'both', 'none'] as const;
export type LogOutput = (typeof LOG_OUTPUTS)[number];

export const METRIC_NAMINGS = ['prometheus', 'semconv'] as const satisfies readonly MetricNaming[];

/** Old option names for a kind of call. */
export const EARLIER_FAMILY_NAMES = { grpc: 'rpc', messages: 'messaging' } as const;
export const EARLIER_EVENT_NAMES = { message: 'messaging' } as const;
