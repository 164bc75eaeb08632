import { Tracing } from 'nestjs-telemetry';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { UGLY_EXPORTERS } from '../../tracing/exporters/ugly-exporters.js';
import { until } from '../../until.js';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { OtlpReceiver } from '../otlp/otlp-receiver.js';
import { setEnvironment } from './environment-variables.js';
import { order, SHOP, SHOP_SPANS } from './shop.js';
import { SilentReceiver } from './silent-receiver.js';
import { ZipkinReceiver } from './zipkin-receiver.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

const REQUESTS = 20;
const SPANS = REQUESTS * SHOP_SPANS.length;

let restore: () => void;
beforeEach(() => {
  restore = setEnvironment({});
});
afterEach(() => restore());

describe.each(ADAPTERS)('Several exporters on %s', (adapter) => {
  it('get every span each, whatever becomes of a dead one beside them', async () => {
    const otlp = await OtlpReceiver.start();
    const zipkin = await ZipkinReceiver.start();
    const silent = await SilentReceiver.start();
    const observed = await startObserved(adapter, SHOP, {
      tracing: {
        exporter: [
          { type: 'otlp', endpoint: silent.endpoint },
          { type: 'otlp', endpoint: otlp.endpoint },
          { type: 'zipkin', endpoint: zipkin.endpoint },
        ],
        // The dead one is busy with its first batch, and its queue overflows; the others empty theirs at once.
        batch: { maxExportBatchSize: 3, maxQueueSize: 30, flushIntervalMs: 10, exportTimeoutMs: 120_000 },
      },
      shutdownTimeoutMs: 1_000,
      logging: { events: { http: false } },
    });
    for (let id = 0; id < REQUESTS; id++) {
      await order(observed.url, String(id));
      const expected = (id + 1) * SHOP_SPANS.length;
      await until(() => otlp.spans.length === expected && zipkin.spans.length === expected);
    }
    await observed.close();
    await Promise.all([otlp.close(), zipkin.close(), silent.close()]);

    expect(otlp.spans).toHaveLength(SPANS);
    expect(new Set(otlp.spans.map((span) => span.spanId)).size).toBe(SPANS);
    expect(zipkin.problems).toEqual([]);
    expect(zipkin.spans).toHaveLength(SPANS);
    const [dead, ...others] = observed.app.get(ExportStatistics).read();
    expect(others).toEqual([
      { exporter: 'otlp 2', exported: SPANS, failed: 0, dropped: 0 },
      { exporter: 'zipkin', exported: SPANS, failed: 0, dropped: 0 },
    ]);
    // The batch under way and the queue fail; what found no place is dropped.
    expect(dead).toMatchObject({ exporter: 'otlp', exported: 0 });
    expect(dead?.failed).toBeGreaterThanOrEqual(30);
    expect(dead?.dropped).toBeGreaterThan(0);
    expect((dead?.failed ?? 0) + (dead?.dropped ?? 0)).toBe(SPANS);
    const messages = observed.lines().map((line) => line.message);
    const dropping = 'Spans do not fit into the queue for the exporter otlp at';
    expect(messages.filter((message) => message.startsWith(dropping))).toHaveLength(1);
  });
});

describe.each(ADAPTERS)('On %s, an exporter that', (adapter) => {
  it.each(Object.entries(UGLY_EXPORTERS))('%s harms nobody', async (_, create) => {
    const unhandled: unknown[] = [];
    const collect = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', collect);
    const good = new KeptSpans();
    const observed = await startObserved(adapter, SHOP, {
      tracing: { exporter: [create(), good], batch: { exportTimeoutMs: 300 } },
    });
    expect(await order(observed.url)).toBe(200);
    // Ends: with the default of 30 s for one export, this test would not.
    await observed.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', collect);

    expect(good.kept.sort()).toEqual([...SHOP_SPANS].sort());
    expect(observed.app.get(ExportStatistics).read()).toEqual([
      { exporter: 'custom', exported: 0, failed: 3, dropped: 0 },
      { exporter: 'KeptSpans', exported: 3, failed: 0, dropped: 0 },
    ]);
    expect(unhandled).toEqual([]);
    expect(
      observed
        .lines()
        .map((line) => line.message)
        .join(),
    ).toContain('Spans cannot be delivered to the exporter custom, and are lost');
  });
});

describe('A flush', () => {
  it('rejects when an exporter fails, and the others have all the same got their spans', async () => {
    const good = new ExaminedSpanExporter();
    const observed = await startObserved('express', SHOP, {
      tracing: { exporter: [UGLY_EXPORTERS['throws from export']?.() as never, good] },
    });
    await order(observed.url);
    await expect(observed.app.get(Tracing).flush()).rejects.toThrow('ugly');
    expect(good.getFinishedSpans().length).toBeGreaterThan(0);
    await observed.close();
  });
});

/** Remembers names beyond its shutdown. */
class KeptSpans extends ExaminedSpanExporter {
  kept: string[] = [];

  override shutdown(): Promise<void> {
    this.kept = this.getFinishedSpans().map((span) => span.name);
    return super.shutdown();
  }
}
