import { type HrTime, SpanKind } from '@opentelemetry/api';
import { Tracing, type ZipkinExporterOptions } from 'nestjs-telemetry';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { ADAPTERS, type Adapter, startObserved } from '../observed-application.js';
import { setEnvironment } from './environment-variables.js';
import { order, SHOP, SHOP_SPANS, TRACE_ID } from './shop.js';
import { SilentReceiver } from './silent-receiver.js';
import { ZipkinReceiver } from './zipkin-receiver.js';

describe('Zipkin', () => {
  let zipkin: ZipkinReceiver;
  let restore: () => void;

  beforeEach(async () => {
    restore = setEnvironment({});
    zipkin = await ZipkinReceiver.start();
  });
  afterEach(async () => {
    await zipkin.close();
    restore();
  });

  function start(adapter: Adapter, exporter: ZipkinExporterOptions | 'zipkin') {
    return startObserved(adapter, SHOP, { service: { name: 'shop' }, tracing: { exporter } });
  }

  it.each(ADAPTERS)('gets every span of a request to %s as valid v2 JSON', async (adapter) => {
    const observed = await start(adapter, {
      type: 'zipkin',
      endpoint: zipkin.endpoint,
      headers: { authorization: 'Bearer token' },
      localEndpoint: { ipv4: '10.0.0.7', port: 3000 },
    });
    await order(observed.url);
    await observed.close();

    expect(zipkin.problems).toEqual([]);
    const [server, service, query] = SHOP_SPANS.map((name) => zipkin.spans.find((span) => span.name === name));
    expect(zipkin.spans).toHaveLength(3);
    expect(server).toMatchObject({ traceId: TRACE_ID, kind: 'SERVER' });
    expect(service).toMatchObject({ traceId: TRACE_ID, parentId: server?.id });
    expect(service).not.toHaveProperty('kind');
    expect(query).toMatchObject({ traceId: TRACE_ID, parentId: service?.id, kind: 'CLIENT' });
    expect(server?.tags).toMatchObject({ 'http.response.status_code': '200', 'otel.scope.name': 'nestjs-telemetry' });
    expect(server?.tags).not.toHaveProperty('error');
    for (const span of zipkin.spans) {
      expect(span.localEndpoint).toEqual({ serviceName: 'shop', ipv4: '10.0.0.7', port: 3000 });
    }
    expect(zipkin.headers.map((headers) => headers.authorization)).toEqual(['Bearer token']);
  });

  it('shows failures and exceptions', async () => {
    const observed = await start('express', {
      type: 'zipkin',
      endpoint: zipkin.endpoint,
      localEndpoint: { serviceName: 'orders' },
    });
    await order(observed.url, 'broken');
    await observed.close();

    expect(zipkin.problems).toEqual([]);
    const query = zipkin.spans.find((span) => span.kind === 'CLIENT');
    expect(query?.tags).toMatchObject({ error: 'the table is gone', 'otel.status_code': 'ERROR' });
    expect(query?.annotations?.[0]?.value).toMatch(/^"exception": \{"exception.type":"Error"/);
    expect(query?.localEndpoint).toEqual({ serviceName: 'orders' });
  });

  it('stays valid for spans with fractions of microseconds, no duration, lists and other hosts', async () => {
    const observed = await start('express', { type: 'zipkin', endpoint: zipkin.endpoint });
    const tracing = observed.app.get(Tracing);
    const startTime: HrTime = [1_700_000_000, 123_456_789];
    const attributes = { 'server.address': 'db.local', 'network.peer.address': '10.0.0.9', 'network.peer.port': 5432 };
    tracing.startSpan('instant', { startTime }).end(startTime);
    tracing
      .startSpan('call', { startTime, kind: SpanKind.CLIENT, attributes: { ...attributes, list: ['a', 'b'] } })
      .end([1_700_000_000, 124_000_389]);
    await observed.close();

    expect(zipkin.problems).toEqual([]);
    const [instant, call] = ['instant', 'call'].map((name) => zipkin.spans.find((span) => span.name === name));
    expect(instant).toMatchObject({ timestamp: 1_700_000_000_123_456, duration: 1 });
    // Both ends are rounded down: a span then never ends after its parent.
    expect(call).toMatchObject({
      duration: 544,
      remoteEndpoint: { serviceName: 'db.local', ipv4: '10.0.0.9', port: 5432 },
      tags: { list: '["a","b"]' },
    });
  });

  it('takes its address from the environment', async () => {
    setEnvironment({ OTEL_EXPORTER_ZIPKIN_ENDPOINT: zipkin.endpoint });
    const observed = await start('express', 'zipkin');
    await order(observed.url);
    await observed.close();

    expect(zipkin.problems).toEqual([]);
    expect(zipkin.spans).toHaveLength(3);
  });

  it.each([
    ['the option', { timeoutMs: 150 }, {}],
    ['the environment', {}, { OTEL_EXPORTER_ZIPKIN_TIMEOUT: '150' }],
  ])('gives up after the timeout of %s', async (_, option, variables) => {
    const silent = await SilentReceiver.start();
    setEnvironment(variables);
    const observed = await start('express', { type: 'zipkin', endpoint: `${silent.endpoint}/api/v2/spans`, ...option });
    await order(observed.url);
    await observed.close();
    await silent.close();

    expect(observed.app.get(ExportStatistics).read()).toEqual([
      { exporter: 'zipkin', exported: 0, failed: 3, dropped: 0 },
    ]);
    const said = observed
      .lines()
      .filter((line) => /^Spans cannot be delivered to the exporter zipkin at .*, and are lost/.test(line.message));
    expect(said).toHaveLength(1);
    expect(said[0]?.message).toContain('no answer within 150 ms');
  });

  it('counts and reports what Zipkin refuses', async () => {
    const refusing = await ZipkinReceiver.start(503);
    const observed = await start('express', { type: 'zipkin', endpoint: refusing.endpoint });
    await order(observed.url);
    await observed.close();
    await refusing.close();

    expect(observed.app.get(ExportStatistics).read()).toMatchObject([{ exported: 0, failed: 3 }]);
    expect(
      observed
        .lines()
        .map((line) => line.message)
        .join(),
    ).toContain('The receiver answered with status 503');
  });
});
