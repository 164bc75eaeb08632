import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TelemetryOptions } from 'nestjs-telemetry';
import { turns, until } from '../../until.js';
import { ORDERS } from '../keep/orders.application.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

const REQUESTS = 40;
/** Server span, business operation, query. */
const SPANS_PER_REQUEST = 3;
const QUEUE = 40;

describe.each(ADAPTERS)('metrics about telemetry itself on %s', (adapter) => {
  let observed: ObservedApplication;
  afterEach(() => observed.close());

  async function start(options: TelemetryOptions): Promise<void> {
    observed = await startObserved(adapter, ORDERS, { logging: { events: { http: false } }, ...options });
  }
  async function request(count: number): Promise<void> {
    for (let id = 1; id <= count; id++) await (await fetch(`${observed.url}/orders/priced/${id}`)).text();
    // Spans of a request may end after its answer has arrived.
    await until(async () => (await observed.seriesNames()).some((name) => name.endsWith(requests(200))));
    await turns();
  }
  const value = async (name: string, labels: string) => (await observed.series(`${name}{${labels}}`)) ?? 'absent';

  it('counts exactly what a dead receiver and a small queue lose', async () => {
    await start({
      tracing: {
        exporter: 'otlp',
        endpoint: `http://127.0.0.1:${await deadPort()}`,
        batch: { maxQueueSize: QUEUE, maxExportBatchSize: QUEUE, flushIntervalMs: 3_600_000, exportTimeoutMs: 2_000 },
      },
    });
    const exporter = 'exporter="otlp"';
    await request(4);
    expect(await value('telemetry_exporter_queue_spans', exporter)).toBe(12);
    expect(await value('telemetry_exporter_queue_capacity_spans', exporter)).toBe(QUEUE);
    expect(await value('telemetry_exporter_queue_bytes', exporter)).toBeGreaterThan(12 * 500);
    expect(await value('telemetry_exporter_queue_capacity_bytes', exporter)).toBe(32 * 1024 * 1024);
    expect(await value('telemetry_spans_retried_total', exporter)).toBe(0);

    await request(REQUESTS - 4);
    await observed.spans().catch(() => undefined);
    // The receiver is away: what the queue holds waits, and the rest was dropped.
    const ended = REQUESTS * SPANS_PER_REQUEST;
    const dropped = `${exporter},reason="queue_full"`;
    await until(async () => (await value('telemetry_spans_dropped_total', dropped)) === ended - QUEUE);
    expect(await value('telemetry_spans_exported_total', exporter)).toBe(0);
    expect(await value('telemetry_spans_retried_total', exporter)).toBeGreaterThanOrEqual(QUEUE);
    expect(await value('telemetry_exporter_queue_spans', exporter)).toBe(QUEUE);
    for (const reason of ['queue_bytes', 'refused', 'rejected', 'unconfirmed', 'failed', 'shutdown']) {
      expect(await value('telemetry_spans_dropped_total', `${exporter},reason="${reason}"`)).toBe(0);
    }
  });

  it('counts what a receiver took', async () => {
    const receiver = await accepting();
    await start({
      metrics: { prefix: 'shop_', processMetrics: false },
      tracing: { exporter: 'otlp', endpoint: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}` },
    });
    await request(5);
    await observed.spans();
    receiver.closeAllConnections();
    receiver.close();
    const exporter = 'exporter="otlp"';
    expect(await value('shop_telemetry_spans_exported_total', exporter)).toBe(5 * SPANS_PER_REQUEST);
    expect(await value('shop_telemetry_spans_dropped_total', `${exporter},reason="queue_full"`)).toBe(0);
  });

  it('counts what tracing.keep kept and let go', async () => {
    await start({ tracing: { samplingRatio: 0, keep: { slowerThanMs: 60_000 } } });
    await request(20);
    expect(await value('telemetry_traces_kept_total', 'reason="error"')).toBe(2);
    expect(await value('telemetry_spans_kept_total', 'reason="error"')).toBe(6);
    expect(await value('telemetry_traces_kept_total', 'reason="slow"')).toBe(0);
    expect(await value('telemetry_traces_discarded_total', 'reason="fine"')).toBe(18);
    expect(await value('telemetry_spans_discarded_total', 'reason="fine"')).toBe(54);
    expect(await value('telemetry_traces_discarded_total', 'reason="max_age"')).toBe(0);
    expect(await observed.series('telemetry_traces_held')).toBe(0);
  });

  it('says nothing of exporters or keep where there are none', async () => {
    await start({ tracing: { exporter: 'none' } });
    await request(1);
    const names = (await observed.seriesNames()).filter((name) => name.startsWith('telemetry_'));
    expect(names.filter((name) => !name.startsWith('telemetry_instrumentation_active{'))).toEqual([
      'telemetry_log_entries_dropped_total',
    ]);
  });
});

function requests(status: number): string {
  return `http_requests_total{method="GET",endpoint="/orders/priced/:id",status_code="${status}"}`;
}

/** A port where nobody listens. */
async function deadPort(): Promise<number> {
  const server = await accepting();
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function accepting(): Promise<Server> {
  const server = createServer((incoming, response) => incoming.resume().on('end', () => response.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
