import { type ProxyTracerProvider, trace } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import { StandardModule } from '../service/users.standard.js';
import { serve } from './serve.js';

await serve(StandardModule, async () => {
  await ((trace.getTracerProvider() as ProxyTracerProvider).getDelegate() as TracerProvider).forceFlush();
});
