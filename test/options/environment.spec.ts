import { resolveOptions, type TelemetryOptions } from '../../lib/telemetry.options.js';

function resolve(env: Record<string, string>, options: TelemetryOptions = {}) {
  const warnings: string[] = [];
  return { ...resolveOptions(options, env, (what) => warnings.push(what)), warnings };
}

describe('a number of the environment that is none', () => {
  it.each([
    ['OTEL_BSP_SCHEDULE_DELAY', 'soon'],
    ['OTEL_BSP_SCHEDULE_DELAY', '2147483648'],
    ['OTEL_BSP_EXPORT_TIMEOUT', '-1'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '1.5'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', 'Infinity'],
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '0'],
    ['OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '20000'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', 'NaN'],
    ['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', '10s'],
    ['OTEL_EXPORTER_ZIPKIN_TIMEOUT', '3e9'],
  ])('%s=%s is ignored with one warning', (variable, value) => {
    const { warnings, tracing } = resolve({ [variable]: value });
    expect(tracing).toEqual(resolveOptions({}, {}).tracing);
    expect(warnings).toEqual([expect.stringContaining(`${variable} has the value "${value}", which is ignored.`)]);
  });
});

describe('names of the environment', () => {
  it('that are unknown propagators are ignored with a warning', () => {
    const some = resolve({ OTEL_PROPAGATORS: ' B3 , xray,tracecontext' });
    expect(some.tracing.propagators).toEqual(['b3', 'tracecontext']);
    expect(some.warnings).toEqual([expect.stringContaining('OTEL_PROPAGATORS has the value "xray"')]);
    const none = resolve({ OTEL_PROPAGATORS: 'xray' });
    expect(none.tracing.propagators).toEqual(['tracecontext', 'baggage']);
    expect(resolve({ OTEL_PROPAGATORS: 'none' }).tracing.propagators).toEqual([]);
  });

  it('that are unknown exporters or protocols stop the start', () => {
    expect(() => resolve({ OTEL_TRACES_EXPORTER: 'oltp' })).toThrow('Did you mean otlp?');
    expect(() => resolve({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http' })).toThrow('no such protocol');
  });

  it('may have blanks around them, in any case', () => {
    expect(resolve({ OTEL_TRACES_EXPORTER: ' OTLP , none ' }).tracing.exporters).toEqual(['otlp']);
    expect(resolve({ OTEL_EXPORTER_OTLP_PROTOCOL: ' grpc ' }).tracing.otlpProtocol).toBe('grpc');
    expect(resolve({ OTEL_SDK_DISABLED: ' TRUE ' }).tracing.disabled).toBe(true);
  });

  it('are no names when they are blank', () => {
    const blank = {
      OTEL_SERVICE_NAME: '  ',
      OTEL_TRACES_EXPORTER: ' ',
      OTEL_TRACES_SAMPLER: ' ',
      OTEL_PROPAGATORS: ' ',
    };
    expect(resolve(blank)).toEqual({ ...resolveOptions({}, {}), warnings: [] });
  });
});

describe('a flag and pairs of the environment', () => {
  it('are ignored with a warning when they cannot be read', () => {
    expect(resolve({ OTEL_SDK_DISABLED: 'yes' })).toMatchObject({
      tracing: { disabled: false },
      warnings: [expect.stringContaining('OTEL_SDK_DISABLED')],
    });
    const { service, warnings } = resolve({ OTEL_RESOURCE_ATTRIBUTES: 'team=a,broken,zone=%ZZ' });
    expect(service.attributes).toEqual({ team: 'a' });
    expect(new Set(warnings).size).toBe(2);
  });
});

describe('an address of the environment', () => {
  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', '127.0.0.1:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector:4317'],
    ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http:collector'],
  ])('%s=%s stops the start', (variable, value) => {
    expect(() => resolve({ [variable]: value })).toThrow(`The option ${variable} has the value "${value}".`);
    expect(() => resolve({ [variable]: value })).toThrow('Give a full URL');
  });

  it('is that of gRPC without a scheme', () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(resolve(env).tracing.exporters).toEqual(['otlp']);
  });

  it.each<[TelemetryOptions]>([
    [{ tracing: { exporter: 'none' } }],
    [{ tracing: { endpoint: 'http://collector:4318' } }],
    [{ tracing: { exporter: { type: 'otlp', endpoint: 'http://collector:4318' } } }],
    [{ tracing: { exporter: 'none' }, logging: { otlp: { endpoint: 'http://collector:4318' } } }],
  ])('is not looked at when nothing is sent to it: %j', (options) => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    };
    expect(() => resolve(env, options)).not.toThrow();
  });

  it.each<[TelemetryOptions]>([
    [{ tracing: { exporter: 'none' }, logging: { otlp: true } }],
    [{ tracing: { exporter: 'none' }, metrics: { otlp: true } }],
  ])('is looked at for lines and metrics: %j', (options) => {
    const start = () => resolve({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, options);
    expect(start).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT');
  });

  it('of Zipkin is checked too', () => {
    const env = { OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'zipkin:9411' };
    expect(() => resolve(env)).toThrow('OTEL_EXPORTER_ZIPKIN_ENDPOINT');
  });
});
