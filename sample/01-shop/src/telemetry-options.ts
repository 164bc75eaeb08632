import type { TelemetryOptions } from 'nestjs-telemetry';

/** Trees in the terminal; to an OTLP receiver too when the environment names one. */
export function telemetryOptions(env: NodeJS.ProcessEnv): TelemetryOptions {
  const receiver = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  return {
    service: { name: 'shop' },
    tracing: { exporter: receiver ? ['console', 'otlp'] : 'console' },
  };
}
