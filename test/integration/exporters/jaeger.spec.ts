import { createServer } from 'node:http';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { OtlpReceiver } from '../otlp/otlp-receiver.js';
import { setEnvironment } from './environment-variables.js';
import { order, SHOP, TRACE_ID } from './shop.js';

describe('Jaeger', () => {
  let collector: OtlpReceiver;
  let other: OtlpReceiver;
  let restore: () => void;

  beforeEach(async () => {
    collector = await OtlpReceiver.start();
    other = await OtlpReceiver.start();
    restore = setEnvironment({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: other.endpoint });
  });
  afterEach(async () => {
    await collector.close();
    await other.close();
    restore();
  });

  it.each(ADAPTERS)("gets a request to %s at its collector's port, and nobody else does", async (adapter) => {
    const observed = await startObserved(adapter, SHOP, {
      tracing: {
        exporter: { type: 'jaeger', collectorHost: '127.0.0.1', collectorPort: collector.port },
        endpoint: other.endpoint,
      },
    });
    await order(observed.url);
    await observed.close();

    expect(collector.spans).toHaveLength(3);
    expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([TRACE_ID]));
    expect(collector.paths).toEqual(['/v1/traces']);
    expect(collector.headers[0]?.['content-type']).toBe('application/x-protobuf');
    expect(other.spans).toEqual([]);
  });

  it('accepts an IPv6 address', async () => {
    const paths: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url);
      request.resume().on('end', () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    const { port } = server.address() as { port: number };
    const observed = await startObserved('express', SHOP, {
      tracing: { exporter: { type: 'jaeger', collectorHost: '::1', collectorPort: port } },
    });
    await order(observed.url);
    await observed.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));

    expect(paths).toEqual(['/v1/traces']);
  });

  it('refuses an agent', async () => {
    const exporter = { type: 'jaeger', agentHost: 'localhost' } as never;
    await expect(startObserved('express', SHOP, { tracing: { exporter } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});
