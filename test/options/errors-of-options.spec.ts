import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { resolveOptions } from '../../lib/telemetry.options.js';
import { refusal } from './refusal.js';
import { cyclic, revoked, throwing } from './wrong-inputs.rows.js';

describe('the error of a wrong option', () => {
  const SECRET = 'hunter2';

  it.each<[unknown]>([
    [{ tracing: { headers: { authorization: 5, 'x-key': SECRET } } }],
    [{ tracing: { headers: `authorization=${SECRET}` } }],
    [{ tracing: { headers: ['authorization', SECRET] } }],
    [{ tracing: { headers: { 'x-team': `${SECRET}\n` } } }],
    [{ tracing: { header: { 'x-team': SECRET } } }],
    [{ tracing: { exporter: { headers: { 'x-team': SECRET } } } }],
    [{ tracing: { exporter: [{ type: 'otlp', headers: { 'x-team': SECRET, '': '' } }] } }],
    [{ tracing: { endpoint: `grpc://me:${SECRET}@collector` } }],
    [{ tracing: { endpoint: `me:${SECRET}@collector:4318` } }],
    [{ tracing: { endpoint: { url: `https://me:pa@ss/${SECRET}@collector` } } }],
    [{ tracing: { exporter: `http://${SECRET}@collector` } }],
    [{ tracing: { apikey: SECRET } }],
    [{ tracing: [`https://me:${SECRET}@collector`] }],
    [{ logging: { otlp: { apiKey: `${SECRET}\u0000` } } }],
    [{ logging: { otlp: { apiKey: { value: SECRET } } } }],
    [{ logging: { level: { password: SECRET } } }],
    [{ metrics: { pushgateway: { url: `http://me:${SECRET}@x?y` } } }],
    [{ metrics: { endpoint: { path: { nested: { token: SECRET } } } } }],
    [{ http: { noPropagationTo: [`https://me:${SECRET}@host`] } }],
  ])('%#: shows no secret', (options) => {
    const error = refusal(() => TelemetryModule.forRoot(options as TelemetryOptions));
    expect(`${error.message}${error.stack}`).not.toContain(SECRET);
  });

  it.each<[string, Record<string, string>]>([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: `me:${SECRET}@collector:4318` }],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', { OTEL_EXPORTER_OTLP_ENDPOINT: `ftp://me:${SECRET}@collector` }],
    ['OTEL_TRACES_EXPORTER', { OTEL_TRACES_EXPORTER: `https://me:${SECRET}@x` }],
  ])('of %s shows no secret', (variable, env) => {
    const { message } = refusal(() => resolveOptions({}, env));
    expect(message).toContain(variable);
    expect(message).not.toContain(SECRET);
  });

  it.each<[string, unknown]>([
    ['huge texts', 'x'.repeat(1_000_000)],
    ['huge lists', Array.from({ length: 100_000 }, (_, at) => at)],
    ['deep objects', Array.from({ length: 10_000 }).reduce<object>((inner) => ({ inner }), {})],
    ['cyclic objects', cyclic()],
    [
      'objects that throw',
      {
        get a() {
          return throwing();
        },
      },
    ],
    [
      'proxies that throw',
      new Proxy({}, { get: throwing, ownKeys: throwing, getPrototypeOf: throwing, has: throwing }),
    ],
    ['revoked proxies', revoked()],
    ['symbols', Symbol('x')],
  ])('stays short and is no other error for %s', (_what, value) => {
    for (const options of [
      { tracing: { exporter: value } },
      { tracing: { sampler: value } },
      { tracing: { tags: value } },
      { logging: { level: value } },
      { logging: value },
      { metrics: { endpoint: value } },
      { http: { trustProxy: value } },
      { observers: [value] },
    ]) {
      expect(refusal(() => TelemetryModule.forRoot(options as never)).message.length).toBeLessThan(2_000);
    }
  });
});
