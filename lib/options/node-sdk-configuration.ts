import type { ContextManager, TextMapPropagator } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { IdGenerator, Sampler, SpanExporter, SpanLimits, SpanProcessor } from '@opentelemetry/sdk-trace';

/**
 * What `new NodeSDK()` of `@opentelemetry/sdk-node` takes. Written out, because the types of an optional package cannot be
 * imported where it is not installed.
 */
export interface NodeSdkConfiguration {
  readonly autoDetectResources?: boolean;
  readonly contextManager?: ContextManager;
  readonly textMapPropagator?: TextMapPropagator | null;
  readonly logRecordProcessors?: readonly object[];
  readonly metricReaders?: readonly object[];
  readonly views?: readonly object[];
  readonly instrumentations?: readonly object[];
  readonly resource?: Resource;
  readonly resourceDetectors?: readonly object[];
  readonly sampler?: Sampler;
  readonly serviceName?: string;
  readonly spanProcessors?: readonly SpanProcessor[];
  readonly traceExporter?: SpanExporter;
  readonly spanLimits?: SpanLimits;
  readonly idGenerator?: IdGenerator;
}
