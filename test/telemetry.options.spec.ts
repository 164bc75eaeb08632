import { AlwaysOnSampler, InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { TelemetryError, TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { resolveOptions } from '../lib/telemetry.options.js';

const exporter = new InMemorySpanExporter();
const write = (): boolean => true;

function refusal(options: unknown): TelemetryError {
  try {
    TelemetryModule.forRoot(options as TelemetryOptions);
  } catch (error) {
    if (error instanceof TelemetryError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

/** Option by option: what is fine, and what is not. */
const CASES: ReadonlyArray<[string, readonly unknown[], readonly unknown[]]> = [
  ['service.name', ['shop'], ['', 1, null, {}]],
  ['service.version', ['1.0'], ['', 1]],
  ['service.environment', ['production'], ['', true]],
  [
    'tracing.exporter',
    ['otlp', 'console', 'none', exporter, ['otlp', exporter], []],
    [
      'jeager',
      'OTLP',
      '',
      null,
      1,
      InMemorySpanExporter,
      {},
      { export: () => 0 },
      ['otlp', 'x'],
      [['otlp']],
      'constructor',
    ],
  ],
  [
    'tracing.endpoint',
    ['http://localhost:4318', 'https://o.example/base'],
    ['localhost:4318', 'grpc://x', '/x', '', 4318, 'file:///x'],
  ],
  [
    'tracing.headers',
    [{}, { a: 'b' }, Object.assign(Object.create(null), { a: 'b' })],
    ['a=b', { a: 1 }, null, ['a'], new Map([['a', 'b']]), new Headers({ a: 'b' }), { a: undefined }],
  ],
  ['tracing.samplingRatio', [0, 1, 0.25], [-0.1, 1.1, NaN, '0.5', Infinity, null]],
  ['tracing.sampler', [new AlwaysOnSampler(), 'always'], ['sometimes', {}, null, AlwaysOnSampler]],
  ['tracing.batch', [{}], [1, [], null]],
  ['tracing.batch.maxQueueSize', [1, 2048], [0, -1, 1.5, NaN, Infinity, '1']],
  ['tracing.batch.maxExportBatchSize', [1], [0]],
  ['tracing.batch.flushIntervalMs', [1], [0]],
  ['tracing.batch.exportTimeoutMs', [1], [0]],
  [
    'metrics.endpoint',
    ['/metrics', false, {}, { path: '/m', port: 9464, guard: () => true }],
    ['metrics', '', true, 9090, { path: 'x' }, { pat: '/x' }],
  ],
  ['metrics.processMetrics', [true, false], ['no', 0, null]],
  ['metrics.defaultLabels', [{}, { region: 'eu' }], [{ region: 1 }, [], 'x']],
  ['logging.level', ['verbose', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], ['warning', 'log', 30, '']],
  ['logging.format', ['json', 'text'], ['pretty', null]],
  ['logging.destination', [process.stdout, { write }], ['stdout', {}, write, null]],
  ['metrics.buckets.durationSeconds', [[], [0.1, 1]], [[1, 1], [2, 1], ['1'], 1]],
  ['metrics.families.http', [true, false], [1, 'on']],
  ['metrics.prefix', ['shop_'], ['', '1x', 'a-b']],
  ['logging.events.database', [true, false, { slowerThanMs: 100 }], ['slow', { slower: 1 }]],
  ['logging.levels', [{ OrdersService: 'debug' }], [{ OrdersService: 'loud' }, []]],
  ['logging.otlp', [true, { apiKey: 'k' }], ['yes', { key: 'k' }]],
  [
    'http.trustProxy',
    [true, false, 0, 2, [], ['loopback'], ['10.0.0.0/8', '::1']],
    ['loopback', -1, 1.5, [1], null, ['nobody'], ['10.0.0.0/99']],
  ],
  ['http.errorStatusFrom', [400, 500, 600], [399, 601, '500', NaN]],
  ['shutdownTimeoutMs', [1, 8_000, 2 ** 31 - 1], [0, -1, 1.5, NaN, Infinity, '8000', null, 2 ** 31]],
  ['observers', [[], [{ name: 'mine', begin: () => undefined }]], [{}, [{}], [null], null, 'mine']],
  ['http.ignorePaths', [[], ['/health', '/static/*']], ['/health', ['health'], [1], [/x/]]],
];

const nest = (option: string, value: unknown): TelemetryOptions =>
  option.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as TelemetryOptions;

const rows = (which: 1 | 2): Array<[string, unknown]> =>
  CASES.flatMap((row) => row[which].map((value): [string, unknown] => [row[0], value]));

describe('options', () => {
  it.each(rows(1))('%s accepts %p', (option, value) => {
    expect(() => TelemetryModule.forRoot(nest(option, value))).not.toThrow();
    expect(() => resolveOptions(nest(option, value))).not.toThrow();
  });

  it.each(rows(2))('%s refuses %p', (option, value) => {
    const error = refusal(nest(option, value));
    expect(error.code).toBe('INVALID_OPTION');
    // The option itself, or what is wrong in it.
    const inside = `${option.replaceAll('.', '\\.')}(?:[.[]\\S+)?`;
    expect(error.what).toMatch(new RegExp(`^(The option ${inside} has the value .+|There is no option ${inside}\\.)`));
    for (const part of [error.what, error.why, error.fix]) expect(part).toMatch(/^[A-Z].+\.$/s);
    expect(error.message).toBe(`${error.what}\n  Why: ${error.why}\n  Fix: ${error.fix}`);
  });

  it.each(CASES.map(([option]) => option))('%s may be undefined, which is as good as none', (option) => {
    expect(resolveOptions(nest(option, undefined), {})).toEqual(resolveOptions({}, {}));
  });

  it.each<[unknown, string]>([
    [
      { trace: {} },
      'Use one of: service, tracing, metrics, logging, http, messaging, database, cache, limits, shutdownTimeoutMs, expected, observers, isGlobal.',
    ],
    [{ tracing: { exporters: 'otlp' } }, 'exporter, endpoint'],
    [{ tracing: { batch: { size: 1 } } }, 'maxQueueSize'],
    [{ tracing: { constructor: 1 } }, 'exporter'],
    [{ tracing: 'otlp' }, 'Give an object with: exporter'],
    [{ tracing: [] }, 'Give an object with: exporter'],
    [{ tracing: { exporter: 'jeager' } }, 'Use one of: otlp, zipkin, jaeger, console, none. Or give an instance.'],
  ])('%j is refused with a fix that names what is right', (options, fix) => {
    expect(refusal(options).fix).toContain(fix);
  });

  it('never repeats a secret', () => {
    const { message } = refusal({ tracing: { headers: { authorization: Buffer.from('secret') } } });
    expect(message).not.toContain('secret');
  });
});

describe('resolved options', () => {
  it('have a default for everything', () => {
    expect(resolveOptions({}, {})).toMatchObject({
      service: { name: 'nestjs-telemetry', environment: 'development' },
      tracing: {
        exporters: ['none'],
        sampler: 'always',
        parentBased: true,
        batch: { maxQueueSize: 16_384, flushIntervalMs: 5_000 },
      },
      metrics: { endpoint: { path: '/metrics', gzip: true }, processMetrics: true, defaultLabels: {} },
      logging: { level: 'info', output: 'none', events: { http: { slowerThanMs: 0, failed: true } } },
      http: { trustProxy: false, errorStatusFrom: 500, ignorePaths: ['/metrics'] },
    });
  });

  it.each<[TelemetryOptions, Record<string, string>, object]>([
    [{}, { OTEL_SERVICE_NAME: 'from-env' }, { service: { name: 'from-env' } }],
    [{}, { OTEL_SERVICE_NAME: '' }, { service: { name: 'nestjs-telemetry' } }],
    [{ service: { name: 'explicit' } }, { OTEL_SERVICE_NAME: 'from-env' }, { service: { name: 'explicit' } }],
    [{}, { NODE_ENV: 'production' }, { service: { environment: 'production' } }],
    [{ service: { environment: 'x' } }, { NODE_ENV: 'production' }, { service: { environment: 'x' } }],
    [{}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' }, { tracing: { exporters: ['otlp'] } }],
    [{}, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://x' }, { tracing: { exporters: ['otlp'] } }],
    [
      { tracing: { exporter: 'none' } },
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' },
      { tracing: { exporters: ['none'] } },
    ],
    [{}, { NODE_ENV: 'production' }, { logging: { format: 'json' } }],
    [{ metrics: { endpoint: false }, http: { ignorePaths: ['/x'] } }, {}, { http: { ignorePaths: ['/x'] } }],
  ])('%j with %j', (options, env, expected) => {
    expect(resolveOptions(options, env)).toMatchObject(expected);
  });

  it('are frozen to the bottom, and what the user gave is not', () => {
    const headers = { a: 'b' };
    const defaultLabels = { region: 'eu' };
    const trustProxy = ['loopback'];
    const spans: unknown[] = [];
    const mine = { spans, export: () => spans.push(1), shutdown: async () => undefined };
    const destination = { lines: [] as string[], write: (line: string) => void destination.lines.push(line) };
    const exporters = [mine as never];
    const options = {
      tracing: { exporter: exporters, headers, batch: { maxQueueSize: 5 } },
      metrics: { defaultLabels },
      logging: { destination },
      http: { trustProxy },
    };
    const resolved = resolveOptions(options, {});
    const thawed = (value: unknown, path = ''): string[] => {
      if (typeof value !== 'object' || value === null || value === mine || value === destination) return [];
      const inner = Object.entries(value).flatMap(([key, child]) => thawed(child, `${path}.${key}`));
      return Object.isFrozen(value) ? inner : [path, ...inner];
    };
    expect(thawed(resolved)).toEqual([]);
    const given = [headers, defaultLabels, trustProxy, exporters, mine, spans, destination, destination.lines, options];
    expect(given.map((value) => Object.isFrozen(value))).toEqual(given.map(() => false));
    expect([resolved.tracing.exporters[0], resolved.logging.destination]).toEqual([mine, destination]);
  });
});
