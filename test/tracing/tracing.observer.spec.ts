import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import { describeObserverContract } from '../observation/observer-contract.js';

describeObserverContract('tracing', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  return {
    observer: new TracingObserver(provider.getTracer('test')),
    ends: async () => {
      await provider.forceFlush();
      return exporter.getFinishedSpans().length;
    },
  };
});
