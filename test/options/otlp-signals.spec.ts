import { resolveOptions } from '../../lib/telemetry.options.js';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('an OTLP endpoint of the environment', () => {
  it('is enough to send all three signals', () => {
    const { tracing, metrics, logging } = resolveOptions({}, ENDPOINT);
    expect(tracing.exporters).toEqual(['otlp']);
    expect(metrics.otlp).toMatchObject({ protocol: 'http/protobuf', intervalMs: 60_000 });
    expect(logging.otlp).toMatchObject({ protocol: 'http/protobuf', timeoutMs: 10_000 });
  });

  it('sends nothing where there is none, or where it is of another signal', () => {
    const { metrics, logging } = resolveOptions({}, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318' });
    expect([metrics.otlp, logging.otlp]).toEqual([undefined, undefined]);
  });

  it('leaves a declarative configuration alone', () => {
    const { metrics, logging } = resolveOptions({}, { ...ENDPOINT, OTEL_CONFIG_FILE: 'otel.yaml' });
    expect([metrics.otlp, logging.otlp]).toEqual([undefined, undefined]);
  });
});

describe('the protocol of the environment', () => {
  it('holds for each signal, and that of a signal goes first', () => {
    const env = {
      ...ENDPOINT,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: '700',
    };
    const { tracing, metrics, logging } = resolveOptions({}, env);
    expect([tracing.otlpProtocol, metrics.otlp?.protocol, logging.otlp?.protocol]).toEqual([
      'grpc',
      'http/json',
      'grpc',
    ]);
    expect(logging.otlp?.timeoutMs).toBe(700);
    const given = resolveOptions({ metrics: { otlp: { protocol: 'http/protobuf' } } }, env);
    expect(given.metrics.otlp?.protocol).toBe('http/protobuf');
  });

  it.each(['METRICS', 'LOGS'])('is refused when there is no such protocol for %s', (signal) => {
    const env = { ...ENDPOINT, [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`]: 'http' };
    expect(() => resolveOptions({}, env)).toThrow(`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`);
  });
});

describe('a certificate or key of the environment', () => {
  it.each([
    'CERTIFICATE',
    'CLIENT_CERTIFICATE',
    'CLIENT_KEY',
    'TRACES_CERTIFICATE',
    'METRICS_CLIENT_KEY',
    'LOGS_CERTIFICATE',
  ])('that cannot be read stops the start: %s', (what) => {
    const env = { ...ENDPOINT, [`OTEL_EXPORTER_OTLP_${what}`]: '/no/such/file.pem' };
    expect(() => resolveOptions({}, env)).toThrow(`OTEL_EXPORTER_OTLP_${what}`);
    expect(() => resolveOptions({}, env)).toThrow('ENOENT');
  });

  it('is not looked at when nothing is sent by OTLP', () => {
    expect(() => resolveOptions({}, { OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such/file.pem' })).not.toThrow();
  });
});
