import { optionsInForce } from '../../../lib/doctor/environment/options-in-force.js';
import { resolveOptions, type TelemetryOptions } from '../../../lib/telemetry.options.js';

function inForce(options: TelemetryOptions, env: Readonly<Record<string, string>> = {}) {
  return optionsInForce(options, resolveOptions(options, env), env);
}

describe('options in force', () => {
  it('are none where all are at their default', () => {
    expect(inForce({})).toEqual([]);
  });

  it('come from code or from a variable', () => {
    const env = { OTEL_BSP_MAX_QUEUE_SIZE: '5000', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    expect(inForce({ tracing: { samplingRatio: 0.5 }, metrics: { endpoint: false } }, env)).toEqual([
      { name: 'tracing.endpoint', value: '"http://collector:4318"', from: 'OTEL_EXPORTER_OTLP_ENDPOINT', ignored: [] },
      { name: 'tracing.samplingRatio', value: '0.5', from: 'code', ignored: [] },
      { name: 'tracing.batch.maxQueueSize', value: '5000', from: 'OTEL_BSP_MAX_QUEUE_SIZE', ignored: [] },
      { name: 'metrics.endpoint', value: 'false', from: 'code', ignored: [] },
    ]);
  });

  it('name the variables that code wins over', () => {
    const [option] = inForce({ tracing: { exporter: 'zipkin' } }, { OTEL_TRACES_EXPORTER: 'otlp' });
    expect(option).toMatchObject({ name: 'tracing.exporter', from: 'code', ignored: ['OTEL_TRACES_EXPORTER'] });
  });

  it('are not those whose variable is refused', () => {
    expect(inForce({}, { OTEL_BSP_MAX_QUEUE_SIZE: 'many' })).toEqual([]);
  });

  it('show no secrets', () => {
    const options: TelemetryOptions = {
      tracing: {
        exporter: { type: 'otlp', endpoint: 'https://user:s3cret@host/', headers: { 'x-team': 's3cret' } },
        headers: { 'x-team': 's3cret' },
      },
      logging: { otlp: { apiKey: 's3cret', endpoint: 'https://s3cret@host' } },
      metrics: { pushgateway: { url: 'http://u:s3cret@host', headers: { x: 's3cret' } } },
    };
    const env = { OTEL_EXPORTER_OTLP_HEADERS: 'api=s3cret', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://u:s3cret@host' };
    expect(JSON.stringify(inForce(options, env))).not.toContain('s3cret');
    expect(JSON.stringify(inForce({}, env))).not.toContain('s3cret');
    expect(inForce({}, env).map(({ name }) => name)).toContain('tracing.headers');
  });
});
