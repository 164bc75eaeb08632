import type { OtlpExporterOptions } from 'nestjs-telemetry';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { listenToGrpc } from '../otlp/grpc-wire.js';
import { OtlpGrpcReceiver } from '../otlp/otlp-grpc-receiver.js';
import { OtlpReceiver, type ReceivedSpan } from '../otlp/otlp-receiver.js';
import { setEnvironment } from './environment-variables.js';
import { order, SHOP, SHOP_SPANS, TRACE_ID } from './shop.js';
import { SilentReceiver } from './silent-receiver.js';

const SERVER = 2;
const SPANS_ALONE = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

describe('OTLP', () => {
  let http: OtlpReceiver;
  let grpc: OtlpGrpcReceiver;
  let restore: () => void;

  beforeEach(async () => {
    restore = setEnvironment(SPANS_ALONE);
    http = await OtlpReceiver.start();
    grpc = await OtlpGrpcReceiver.start();
  });
  afterEach(async () => {
    await http.close();
    grpc.close();
    restore();
  });

  describe.each(ADAPTERS)('from %s', (adapter) => {
    it.each([
      ['http/protobuf', 'application/x-protobuf', 'none'],
      ['http/protobuf', 'application/x-protobuf', 'gzip'],
      ['http/json', 'application/json', 'none'],
      ['http/json', 'application/json', 'gzip'],
    ] as const)('brings every span over %s, as %s, with compression %s', async (protocol, type, compression) => {
      await run(adapter, {
        type: 'otlp',
        protocol,
        compression,
        endpoint: http.endpoint,
        headers: { 'x-api-key': 'secret' },
      });

      expectTrace(http.spans);
      expect(http.paths).toEqual(['/v1/traces']);
      expect(http.headers[0]).toMatchObject({ 'content-type': type, 'x-api-key': 'secret' });
      expect(http.headers[0]?.['content-encoding']).toBe(compression === 'gzip' ? 'gzip' : undefined);
    });

    it('brings every span over grpc', async () => {
      await run(adapter, {
        type: 'otlp',
        protocol: 'grpc',
        endpoint: grpc.endpoint,
        headers: { 'X-Api-Key': 'secret' },
      });

      expectTrace(grpc.spans);
      expect(grpc.metadata.map((metadata) => metadata.get('x-api-key'))).toEqual([['secret']]);
    });
  });

  it.each(['none', 'gzip'] as const)('compresses grpc on the wire with %s', async (compression) => {
    const wire = await listenToGrpc();
    await run('express', { type: 'otlp', protocol: 'grpc', endpoint: wire.endpoint, compression });
    wire.close();

    expectTrace(wire.messages.flatMap((message) => message.spans));
    expect(wire.messages.map((message) => message.compressed)).toEqual([compression === 'gzip']);
  });

  it.each([
    ['', '/v1/traces'],
    ['/', '/v1/traces'],
    ['/v1/traces', '/v1/traces'],
    ['/v1/traces/', '/v1/traces'],
    ['/tenant/7/', '/tenant/7/v1/traces'],
    ['/tenant?token=a', '/tenant/v1/traces?token=a'],
  ])('sends to the right path for an endpoint that ends with "%s"', async (given, path) => {
    await run('express', { type: 'otlp', endpoint: `${http.endpoint}${given}` });

    expect(http.paths).toEqual([path]);
  });

  it('takes endpoint and headers of tracing where the exporter names none', async () => {
    const observed = await startObserved('express', SHOP, {
      tracing: {
        exporter: { type: 'otlp', protocol: 'http/json' },
        endpoint: http.endpoint,
        headers: { 'x-tenant': 'blue' },
      },
    });
    await order(observed.url);
    await observed.close();

    expectTrace(http.spans);
    expect(http.headers[0]).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 'blue' });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, 'application/json'],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, 'application/json'],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: ' ' }, 'application/x-protobuf'],
  ])('takes the rest from the environment: %j', async (variables, type) => {
    setEnvironment({
      ...SPANS_ALONE,
      ...variables,
      OTEL_EXPORTER_OTLP_ENDPOINT: http.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=from-the-environment',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    });
    await runDefault();

    expectTrace(http.spans);
    expect(http.headers[0]).toMatchObject({
      'content-type': type,
      'x-api-key': 'from-the-environment',
      'content-encoding': 'gzip',
    });
  });

  it('speaks grpc when the environment says so', async () => {
    setEnvironment({
      ...SPANS_ALONE,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: grpc.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=from-the-environment',
    });
    await runDefault();

    expectTrace(grpc.spans);
    expect(grpc.metadata[0]?.get('x-api-key')).toEqual(['from-the-environment']);
  });

  it('sends nothing when OTEL_SDK_DISABLED is set', async () => {
    setEnvironment({ OTEL_SDK_DISABLED: 'true' });
    const { counts } = await run('express', { type: 'otlp', endpoint: http.endpoint });

    expect(http.spans).toEqual([]);
    expect(counts).toEqual([]);
  });

  it('lets options win over the environment', async () => {
    setEnvironment({
      ...SPANS_ALONE,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: grpc.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=from-the-environment',
    });
    await run('express', {
      type: 'otlp',
      protocol: 'http/json',
      endpoint: http.endpoint,
      headers: { 'x-api-key': 'from-the-options' },
    });

    expectTrace(http.spans);
    expect(http.headers[0]?.['x-api-key']).toBe('from-the-options');
    expect(grpc.spans).toEqual([]);
  });

  it.each(['http/protobuf', 'http/json', 'grpc'] as const)('gives up on %s after the timeout', async (protocol) => {
    const silent = await SilentReceiver.start();
    const { counts, lines } = await run('express', {
      type: 'otlp',
      protocol,
      endpoint: silent.endpoint,
      timeoutMs: 150,
    });

    expect(silent.connections).toBeGreaterThan(0);
    expect(counts).toEqual([{ exporter: 'otlp', exported: 0, failed: 3, dropped: 0 }]);
    expect(
      lines.filter((line) => /cannot be delivered to the exporter otlp at .*, and are lost/.test(line)),
    ).toHaveLength(1);
    await silent.close();
  });

  it('sends a long queue whole when the application shuts down', async () => {
    const observed = await startObserved('express', SHOP, {
      tracing: {
        exporter: { type: 'otlp', endpoint: http.endpoint },
        batch: { maxExportBatchSize: 1, flushIntervalMs: 60_000 },
      },
      logging: { events: { http: false } },
    });
    for (let id = 0; id < 40; id++) await order(observed.url, String(id));
    await observed.close();

    expect(http.spans).toHaveLength(40 * SHOP_SPANS.length);
    expect(observed.app.get(ExportStatistics).read()).toEqual([
      { exporter: 'otlp', exported: 40 * SHOP_SPANS.length, failed: 0, dropped: 0 },
    ]);
  });

  async function run(adapter: (typeof ADAPTERS)[number], exporter: OtlpExporterOptions) {
    const observed = await startObserved(adapter, SHOP, { service: { name: 'shop' }, tracing: { exporter } });
    await order(observed.url);
    await observed.close();
    return {
      counts: observed.app.get(ExportStatistics).read(),
      lines: observed.lines().map((line) => line.message),
    };
  }

  async function runDefault(): Promise<void> {
    const observed = await startObserved('express', SHOP, {
      service: { name: 'shop' },
      tracing: { exporter: 'otlp' },
    });
    await order(observed.url);
    await observed.close();
  }

  function expectTrace(spans: readonly ReceivedSpan[]): void {
    expect(spans.map((span) => span.name).sort()).toEqual([...SHOP_SPANS].sort());
    for (const span of spans) {
      expect(span.traceId).toBe(TRACE_ID);
      expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
    }
    const [server, service, query] = SHOP_SPANS.map((name) => spans.find((span) => span.name === name));
    expect(server?.kind).toBe(SERVER);
    expect(service?.parentSpanId).toBe(server?.spanId);
    expect(query?.parentSpanId).toBe(service?.spanId);
  }
});
