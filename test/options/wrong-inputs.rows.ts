export const throwing = (): never => {
  throw new Error('hostile');
};

export function cyclic(): object {
  const group: Record<string, unknown> = {};
  group['tracing'] = group;
  return group;
}

export const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const sparse = <T>(...items: T[]): T[] => {
  const list: T[] = [];
  list[items.length] = items[0] as T;
  return list;
};

const exporter = { export: () => undefined, shutdown: async () => undefined };
export class NoGuard {}
const instance = new (class {
  canActivate() {
    return true;
  }
})();

/** Options that are wrong, and what the error names: the option and what would be right. */
export const WRONG: ReadonlyArray<[string, unknown, string?]> = [
  ['options', null],
  ['options', 'tracing'],
  ['options', 5],
  ['options', []],
  ['options', new Map([['tracing', {}]])],
  ['options', Promise.resolve({})],
  ['options', () => ({})],
  [
    'options',
    {
      get tracing() {
        return throwing();
      },
    },
  ],
  ['options', new Proxy({}, { ownKeys: throwing })],
  ['options', revoked()],
  ['tracing.tracing', cyclic()],
  ['isGlobal', { isGlobal: 'yes' }],
  ['isGlobl', { isGlobl: true }, 'Did you mean isGlobal?'],
  ['traicng', { traicng: {} }, 'Did you mean tracing?'],
  ['service.nam', { service: { nam: 'x' } }, 'Did you mean name?'],
  ['service.name', { service: { name: '   ' } }],
  ['service.name', { service: { name: 'a\nb' } }],
  ['service.attributes.team', { service: { attributes: { team: { name: 'a' } } } }],
  ['service.attributes.when', { service: { attributes: { when: new Date() } } }],
  ['service.attributes.mixed', { service: { attributes: { mixed: ['a', 1] } } }],
  ['tracing.exporters', { tracing: { exporters: 'otlp' } }, 'Did you mean exporter?'],
  ['tracing.exporter', { tracing: { exporter: 'zipkn' } }, 'Did you mean zipkin?'],
  ['tracing.exporter[1]', { tracing: { exporter: ['otlp', 'otlp'] } }],
  ['tracing.exporter[1]', { tracing: { exporter: [exporter, exporter] } }],
  ['tracing.exporter[0]', { tracing: { exporter: sparse('otlp') } }],
  ['tracing.exporter.type', { tracing: { exporter: { type: 'oltp' } } }, 'Did you mean otlp?'],
  ['tracing.exporter.protocl', { tracing: { exporter: { type: 'otlp', protocl: 'grpc' } } }, 'Did you mean protocol?'],
  ['tracing.exporter.timeoutMs', { tracing: { exporter: { type: 'otlp', timeoutMs: 2 ** 31 } } }],
  ['tracing.exporter.collectorHost', { tracing: { exporter: { type: 'jaeger', collectorHost: 'http://jaeger' } } }],
  ['tracing.exporter.collectorHost', { tracing: { exporter: { type: 'jaeger', collectorHost: 'jaeger:4318' } } }],
  ['tracing.exporter.agentHost', { tracing: { exporter: { type: 'jaeger', agentHost: 'x' } } }],
  ['tracing.exporter.endpoint', { tracing: { exporter: { type: 'zipkin', endpoint: 'http://me:pw@zipkin:9411' } } }],
  ['tracing.endpoint', { tracing: { endpoint: 'collector:4318' } }],
  ['tracing.endpoint', { tracing: { endpoint: '127.0.0.1:4318' } }],
  ['tracing.endpoint', { tracing: { endpoint: 'grpc://collector:4317' } }],
  ['tracing.endpoint', { tracing: { endpoint: ' http://collector:4318' } }],
  ['tracing.endpoint', { tracing: { endpoint: 'http:collector' } }],
  ['tracing.headers', { tracing: { headers: { 'a b': 'c' } } }],
  ['tracing.headers.a', { tracing: { headers: { a: 'b\n' } } }],
  ['tracing.headers.A', { tracing: { headers: { a: 'b', A: 'c' } } }],
  ['tracing.samplingRatio', { tracing: { samplingRatio: 25 } }],
  ['tracing.sampler.ratio', { tracing: { sampler: { type: 'ratio' } } }],
  ['tracing.sampler.ratio', { tracing: { sampler: { type: 'ratio', ratio: '1' } } }],
  ['tracing.sampler.tracesPerSecond', { tracing: { sampler: { type: 'rateLimiting', tracesPerSecond: -1 } } }],
  ['tracing.sampler.tracesPerSecond', { tracing: { sampler: { type: 'rateLimiting', tracesPerSecond: NaN } } }],
  ['tracing.sampler.type', { tracing: { sampler: { type: 'rateLimitng', tracesPerSecond: 1 } } }, 'rateLimiting?'],
  ['tracing.sampler.pollIntervalMs', { tracing: { sampler: { type: 'remote', pollIntervalMs: 3e9 } } }],
  ['tracing.rules', { tracing: { rules: { route: '/x', sampler: 'never' } } }],
  ['tracing.rules[0]', { tracing: { rules: [null] } }],
  ['tracing.rules[0].rout', { tracing: { rules: [{ rout: '/x', sampler: 'never' }] } }, 'Did you mean route?'],
  ['tracing.rules[0].route', { tracing: { rules: [{ route: '/x?y', sampler: 'never' }] } }],
  ['tracing.rules[0].sampler', { tracing: { rules: [{ route: '/x', sampler: 'nevr' }] } }, 'Did you mean never?'],
  ['tracing.keep.maxAgeMs', { tracing: { keep: { slowerThanMs: 500, maxAgeMs: 500 } } }],
  ['tracing.keep.slowerThanMs', { tracing: { keep: { slowerThanMs: Infinity } } }],
  ['tracing.keep.maxTraces', { tracing: { keep: { maxTraces: 1.5 } } }],
  ['tracing.propagators[0]', { tracing: { propagators: ['b4'] } }, 'Did you mean b3?'],
  ['tracing.propagators[1]', { tracing: { propagators: ['b3', 'b3'] } }],
  ['tracing.tags.a', { tracing: { tags: { a: () => 1 } } }],
  ['tracing.baggageKeys[0]', { tracing: { baggageKeys: [''] } }],
  ['tracing.batch.flushIntervalMs', { tracing: { batch: { flushIntervalMs: 2 ** 31 } } }],
  ['tracing.batch.exportTimeoutMs', { tracing: { batch: { exportTimeoutMs: Number.MAX_SAFE_INTEGER } } }],
  ['tracing.batch.maxExportBatchSize', { tracing: { batch: { maxExportBatchSize: 20, maxQueueSize: 10 } } }],
  ['tracing.batch.maxExportBatchSize', { tracing: { batch: { maxExportBatchSize: 100_000 } } }],
  ['tracing.sdk', { tracing: { sdk: 'sdk' } }],
  ['metrics.endpoint', { metrics: { endpoint: '/metrics?x' } }],
  ['metrics.endpoint', { metrics: { endpoint: '/my metrics' } }],
  ['metrics.endpoint', { metrics: { endpoint: '/metrics/*' } }],
  ['metrics.endpoint', { metrics: { endpoint: '/:tenant/metrics' } }],
  ['metrics.endpoint.guard', { metrics: { endpoint: { guard: undefined } } }],
  ['metrics.endpoint.guard', { metrics: { endpoint: { guard: null } } }],
  ['metrics.endpoint.guard', { metrics: { endpoint: { guard: NoGuard } } }],
  ['metrics.endpoint.guard', { metrics: { endpoint: { guard: instance } } }],
  ['metrics.endpoint.host', { metrics: { endpoint: { host: '127.0.0.1' } } }],
  ['metrics.endpoint.port', { metrics: { endpoint: { port: 70_000 } } }],
  ['metrics.endpoint.port', { metrics: { endpoint: { port: 80.5 } } }],
  ['metrics.defaultLabels.le', { metrics: { defaultLabels: { le: 'x' } } }],
  ['metrics.defaultLabels.quantile', { metrics: { defaultLabels: { quantile: 'x' } } }],
  ['metrics.defaultLabels.my-label', { metrics: { defaultLabels: { 'my-label': 'x' } } }],
  ['metrics.defaultLabels.__name__', { metrics: { defaultLabels: { __name__: 'x' } } }],
  ['metrics.defaultLabels.1st', { metrics: { defaultLabels: { '1st': 'x' } } }],
  ['metrics.defaultLabels', { metrics: { defaultLabels: new Map() } }],
  ['metrics.prefix', { metrics: { prefix: 'my-shop_' } }],
  ['metrics.families.job', { metrics: { families: { job: true } } }],
  ['metrics.families.jobs', { metrics: { families: { jobs: false } } }],
  ['metrics.families.databse', { metrics: { families: { databse: false } } }, 'Did you mean database?'],
  ['metrics.families.rpc', { metrics: { families: { grpc: true, rpc: false } } }, 'rpc alone'],
  ['metrics.buckets.durationSeconds[0]', { metrics: { buckets: { durationSeconds: sparse(1) } } }],
  ['metrics.buckets.sizeBytes[0]', { metrics: { buckets: { sizeBytes: [NaN] } } }],
  ['metrics.maxSeriesPerMetric', { metrics: { maxSeriesPerMetric: Infinity } }],
  ['metrics.pushgateway.url', { metrics: { pushgateway: {} } }],
  ['metrics.pushgateway.url', { metrics: { pushgateway: { url: 'http://localhost:9091?x=1' } } }],
  ['metrics.pushgateway.groupings.job', { metrics: { pushgateway: { url: 'http://x', groupings: { job: 'y' } } } }],
  ['metrics.pushgateway.groupings.a', { metrics: { pushgateway: { url: 'http://x', groupings: { a: '' } } } }],
  ['metrics.pushgateway.intervalMs', { metrics: { pushgateway: { url: 'http://x', intervalMs: 2 ** 31 } } }],
  ['metrics.otlp.intervalMs', { metrics: { otlp: { intervalMs: 2 ** 31 } } }],
  ['metrics.otlp.intervalMs', { metrics: { otlp: { intervalMs: 0 } } }],
  ['logging.level', { logging: { level: 'debg' } }, 'Did you mean debug?'],
  ['logging.levels.Orders', { logging: { levels: { Orders: undefined } } }],
  ['logging.output', { logging: { output: 'file' } }],
  ['logging.output', { logging: { output: 'both' } }],
  ['logging.file.path', { logging: { file: {} } }],
  ['logging.file.maxBackups', { logging: { file: { path: 'x', maxBackups: -1 } } }],
  ['logging.otlp.flushIntervalMs', { logging: { otlp: { flushIntervalMs: 1e10 } } }],
  ['logging.otlp.maxExportBatchSize', { logging: { otlp: { maxExportBatchSize: 20, maxQueueSize: 10 } } }],
  ['logging.otlp.apiKey', { logging: { otlp: { apiKey: 'key\n' } } }],
  ['logging.events.job', { logging: { events: { job: true } } }],
  ['logging.events.messaging', { logging: { events: { message: true, messaging: true } } }],
  ['logging.events.http.slowerThanMs', { logging: { events: { http: { slowerThanMs: -1 } } } }],
  ['logging.excludePaths[0]', { logging: { excludePaths: ['health'] } }],
  ['logging.excludePaths[0]', { logging: { excludePaths: ['/*/health'] } }],
  ['logging.redact', { logging: { redact: true } }],
  ['logging.redact.keys', { logging: { redact: { keys: 'password' } } }],
  ['logging.levelEndpoint.guard', { logging: { levelEndpoint: {} } }],
  ['logging.levelEndpoint.guard', { logging: { levelEndpoint: { guard: undefined } } }],
  ['logging.levelEndpoint.path', { logging: { levelEndpoint: { path: '/metrics', guard: () => true } } }],
  ['logging.maxSameErrorsPerMinute', { logging: { maxSameErrorsPerMinute: true } }],
  ['http.errorStatusFrom', { http: { errorStatusFrom: 450.5 } }],
  ['http.ignorePaths[0]', { http: { ignorePaths: ['/a b'] } }],
  ['http.ignorePaths[0]', { http: { ignorePaths: ['/käse'] } }],
  ['http.trustProxy', { http: { trustProxy: NaN } }],
  ['http.trustProxy[0]', { http: { trustProxy: sparse('loopback') } }],
  ['http.noPropagationTo[0]', { http: { noPropagationTo: ['https://ads.example'] } }],
  ['http.noPropagationTo[0]', { http: { noPropagationTo: ['ads.example/path'] } }],
  ['http.noPropagationTo[0]', { http: { noPropagationTo: ['*'] } }],
  ['http.noPropagationTo[0]', { http: { noPropagationTo: ['ads.*.example'] } }],
  ['http.noPropagationTo[0]', { http: { noPropagationTo: ['ads.example:70000'] } }],
  ['http.noPropagationTo[0]', { http: { noPropagationTo: [/ads/] } }],
  ['messaging.ignorePatterns[0]', { messaging: { ignorePatterns: [{ cmd: 'x' }] } }],
  ['database.drivers.postgresql', { database: { drivers: { postgresql: true } } }, 'Did you mean postgres?'],
  ['database.drivers.mysql', { database: { drivers: { mysql: true } } }, 'Did you mean mysql2?'],
  ['database.maxQueryTextBytes', { database: { maxQueryTextBytes: 0 } }],
  ['database.collapseRepeatedAfter', { database: { collapseRepeatedAfter: true } }],
  ['cache.keys', { cache: { keys: 'hashed' } }],
  ['cache.drivers.redis', { cache: { drivers: { redis: 'yes' } } }],
  ['shutdownTimeoutMs', { shutdownTimeoutMs: 2 ** 31 }],
  ['shutdownTimeoutMs', { shutdownTimeoutMs: 10n }],
  ['observers[0]', { observers: [{ begin: () => undefined }] }],
];
