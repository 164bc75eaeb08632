import type { TelemetryOptions } from 'nestjs-telemetry';
import { parentReporter } from './start/parent-reporter.js';

/** Trees in the terminal, one for all services; to an OTLP receiver too when the environment names one. */
export function telemetryOptions(service: string, env: NodeJS.ProcessEnv): TelemetryOptions {
  const receiver = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  const terminal = parentReporter() ?? 'console';
  const metricsPort = env['METRICS_PORT'];
  return {
    service: { name: service },
    tracing: { exporter: receiver ? [terminal, 'otlp'] : terminal, batch: { flushIntervalMs: 100 } },
    // The repositories describe their queries themselves, with @TraceQuery.
    database: { drivers: { nodeSqlite: false } },
    // The three services write to one terminal.
    logging: { showService: true },
    // Only the gateway has a server of its own for it.
    metrics: { endpoint: metricsPort === undefined ? '/metrics' : { port: Number(metricsPort) } },
  };
}
