import { metrics, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { context as contextApi, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AlwaysOffSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/** How somebody else's tracing comes into a process. */
export const SET_UPS = [
  'NodeSDK',
  'a provider',
  'a provider without propagator',
  'a provider that samples nothing',
] as const;
export type SetUp = (typeof SET_UPS)[number];

/** OpenTelemetry's own instrumentations of HTTP, which send their spans where `OTEL_EXPORTER_OTLP_ENDPOINT` says. */
export function startOfficialInstrumentation(setUp: SetUp): void {
  const instrumentations = [
    new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url }) => url === '/ignored' }),
    new UndiciInstrumentation(),
  ];
  if (setUp === 'NodeSDK') {
    new NodeSDK({ instrumentations, metricReaders: [], logRecordProcessors: [], autoDetectResources: false }).start();
    return;
  }
  contextApi.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new TracerProvider({
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
      ...(setUp === 'a provider that samples nothing' ? { sampler: new AlwaysOffSampler() } : {}),
    }),
  );
  if (setUp !== 'a provider without propagator') propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  registerInstrumentations({ instrumentations, meterProvider: metrics.getMeterProvider() });
}
