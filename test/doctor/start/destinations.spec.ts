import { type DestinationSources, destinationsOf } from '../../../lib/doctor/start/destinations.js';
import { resolveOptions, type TelemetryOptions } from '../../../lib/telemetry.options.js';

function destinations(
  options: TelemetryOptions,
  sources: Partial<DestinationSources> = {},
  env: Readonly<Record<string, string>> = {},
) {
  return destinationsOf({
    options: resolveOptions({ logging: { format: 'json' }, ...options }, env),
    exporters: () => [],
    pushes: () => [],
    lines: () => [],
    server: { port: 3000 },
    metricsPort: () => undefined,
    adopted: false,
    ...sources,
  });
}

const zipkin = () => [{ name: 'zipkin', address: 'http://z:9411/api/v2/spans' }, { name: 'console' }];

describe('destinations', () => {
  it('are the defaults where nothing is set', () => {
    expect(destinations({})).toEqual({ traces: [], metrics: [':3000/metrics'], logs: ['stdout (json)'] });
  });

  it('are the exporters, pushes and receivers that run', () => {
    const running = { exporters: zipkin, pushes: () => [{ name: 'otlp', address: 'http://o/v1/metrics' }] };
    expect(destinations({ metrics: { endpoint: false } }, running)).toMatchObject({
      traces: ['zipkin http://z:9411/api/v2/spans', 'console'],
      metrics: ['otlp http://o/v1/metrics'],
    });
  });

  it('say a path without a port while nothing listens', () => {
    expect(destinations({ metrics: { endpoint: '/m' } }, { server: {} }).metrics).toEqual(['/m']);
  });

  it('say nothing of metrics that no server serves', () => {
    expect(destinations({}, { server: undefined }).metrics).toEqual([]);
    expect(destinations({}, { server: undefined, metricsPort: () => 9464 }).metrics).toEqual([':9464/metrics']);
  });

  it.each<[NonNullable<TelemetryOptions['logging']>, readonly string[]]>([
    [{ format: 'text', file: { path: 'app.log' } }, ['stdout (text)', 'file app.log']],
    [{ output: 'file', file: { path: 'app.log' } }, ['file app.log']],
    [{ format: 'ecs', destination: { write: () => true } }, ["the application's stream (ecs)"]],
  ])('name where lines are written: %#', (logging, expected) => {
    expect(destinations({ logging }).logs).toEqual(expected);
  });

  it('name who has taken tracing over', () => {
    expect(destinations({}, { adopted: true, exporters: zipkin }).traces).toEqual([
      "the application's OpenTelemetry provider",
    ]);
    expect(destinations({ tracing: { sdk: {} } }, { adopted: true }).traces).toEqual(['NodeSDK (tracing.sdk)']);
    expect(destinations({}, { adopted: true }, { OTEL_CONFIG_FILE: 'otel.yaml' }).traces).toEqual([
      'NodeSDK (OTEL_CONFIG_FILE)',
    ]);
    expect(destinations({}, { exporters: zipkin }, { OTEL_SDK_DISABLED: 'true' }).traces).toEqual([]);
  });
});
