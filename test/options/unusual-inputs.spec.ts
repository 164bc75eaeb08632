import { runInNewContext } from 'node:vm';
import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { resolveOptions } from '../../lib/telemetry.options.js';

describe('right options of unusual origin', () => {
  it.each<[string, unknown]>([
    [
      'another realm',
      runInNewContext('({ tracing: { tags: { a: ["b"] }, headers: { a: "b" } }, http: { ignorePaths: ["/x"] } })'),
    ],
    ['a class of settings', Object.assign(new (class Settings {})(), { service: { name: 'shop' } })],
    ['no prototype', Object.assign(Object.create(null) as object, { logging: Object.create(null) })],
    ['frozen objects', Object.freeze({ tracing: Object.freeze({ exporter: Object.freeze(['none']) }) })],
  ])('from %s are accepted', (_origin, options) => {
    expect(() => TelemetryModule.forRoot(options as TelemetryOptions)).not.toThrow();
    expect(() => resolveOptions(options as TelemetryOptions, {})).not.toThrow();
  });

  it.each([
    ['API.Example.COM', 'api.example.com'],
    ['*.Ads.example', '*.ads.example'],
    ['api.example:8443', 'api.example:8443'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
    ['[::1]', '[::1]'],
    ['[0:0::1]:8080', '[::1]:8080'],
    ['api.example.', 'api.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])('the pattern %s of a host is read as %s', (pattern, read) => {
    expect(resolveOptions({ http: { noPropagationTo: [pattern] } }, {}).http.noPropagationTo).toEqual([read]);
  });

  it('keep what they leave open in agreement', () => {
    expect(resolveOptions({ tracing: { batch: { maxQueueSize: 5 } } }, {}).tracing.batch.maxExportBatchSize).toBe(5);
    expect(resolveOptions({ tracing: { keep: { slowerThanMs: 90_000 } } }, {}).tracing.keep?.maxAgeMs).toBe(180_000);
    expect(resolveOptions({ tracing: { endpoint: 'http://collector:4318' } }, {}).tracing.exporters).toEqual(['otlp']);
    expect(resolveOptions({ metrics: { families: { messages: false } } }, {}).metrics.families.messaging).toBe(false);
  });
});
