import { resolveOptions } from '../../../lib/telemetry.options.js';

describe('the environment of exporters', () => {
  it.each([
    [{}, 'http/protobuf'],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: '' }, 'http/protobuf'],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'grpc'],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, 'http/json'],
  ])('%j means the protocol %s', (env, protocol) => {
    expect(resolveOptions({}, env).tracing.otlpProtocol).toBe(protocol);
  });

  it.each(['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'])('refuses a wrong %s', (variable) => {
    expect(() => resolveOptions({}, { [variable]: 'http' })).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        what: `The option ${variable} has the value "http".`,
        fix: 'Use one of: http/protobuf, http/json, grpc.',
      }),
    );
  });

  it('says where Zipkin is, and how long to wait', () => {
    expect(resolveOptions({}, {}).tracing.zipkin).toEqual({
      endpoint: 'http://localhost:9411/api/v2/spans',
      timeoutMs: 10_000,
    });
    const env = { OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://zipkin:9411/x', OTEL_EXPORTER_ZIPKIN_TIMEOUT: '50' };
    expect(resolveOptions({}, env).tracing.zipkin).toEqual({ endpoint: 'http://zipkin:9411/x', timeoutMs: 50 });
  });
});

describe("the rules of Zipkin's local endpoint", () => {
  function resolve(localEndpoint: unknown): unknown {
    return resolveOptions({ tracing: { exporter: { type: 'zipkin', localEndpoint: localEndpoint as object } } }, {});
  }

  it.each([{}, { serviceName: 'shop' }, { ipv4: '10.0.0.7', port: 3000 }])('accept %j', (localEndpoint) => {
    expect(() => resolve(localEndpoint)).not.toThrow();
  });

  it.each([
    ['shop', 'Give an object with: serviceName, ipv4, port.'],
    [{ port: 'x' }, 'Give a whole number from 1 to 65535'],
    [{ ipv4: '::1' }, 'Give four numbers'],
    [{ ip: '10.0.0.7' }, 'Use one of: serviceName, ipv4, port.'],
  ])('refuse %j', (localEndpoint, fix) => {
    expect(() => resolve(localEndpoint)).toThrow(fix);
  });
});
