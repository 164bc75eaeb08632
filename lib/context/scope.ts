import type { Tracer, TracerProvider } from '@opentelemetry/api';
import { VERSION } from '../observation/index.js';

/** The instrumentation scope of our spans, metrics and log records: its name, and the schema of its attribute names. */
export const SCOPE = {
  name: 'nestjs-telemetry',
  version: VERSION,
  schemaUrl: 'https://opentelemetry.io/schemas/1.45.0',
} as const;

/** The tracer that creates our spans. */
export function tracerOf(provider: TracerProvider): Tracer {
  const { name, version, schemaUrl } = SCOPE;
  return provider.getTracer(name, version, { schemaUrl });
}
