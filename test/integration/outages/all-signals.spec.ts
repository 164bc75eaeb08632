import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Inject, Module, Param } from '@nestjs/common';
import { Logger } from 'nestjs-telemetry';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { LogStatistics } from '../../../lib/logging/log-statistics.js';
import { until } from '../../until.js';
import { startObserved } from '../observed-application.js';
import { PROTOCOLS, Receiver } from './receiver.js';

@Controller()
class OrderController {
  constructor(@Inject(Logger) private readonly logger: Logger) {}

  @Get('orders/:id')
  order(@Param('id') id: string): string {
    this.logger.info(`order ${id}`);
    return 'ok';
  }
}

@Module({ controllers: [OrderController] })
class OrderModule {}

const REQUESTS = 60;
const PAUSE_MS = 25;

describe.each(PROTOCOLS)('all signals over %s', (protocol) => {
  it('arrive whole after an outage, and two lines for each tell of it', async () => {
    const receiver = new Receiver(protocol);
    await receiver.come();
    const { endpoint } = receiver;
    const shop = await startObserved(
      'fastify',
      { imports: [OrderModule] },
      {
        tracing: { exporter: { type: 'otlp', protocol, endpoint }, batch: { flushIntervalMs: 20 } },
        metrics: { otlp: { protocol, endpoint, intervalMs: 100 } },
        logging: { otlp: { protocol, endpoint, flushIntervalMs: 20 } },
      },
    );
    try {
      await until(() => receiver.taken.metrics.length > 0 && receiver.taken.logs.length > 0);
      await receiver.go();
      for (let id = 0; id < REQUESTS; id++) {
        await (await fetch(`${shop.url}/orders/${id}`)).text();
        await delay(PAUSE_MS);
      }
      const metricsBefore = receiver.taken.metrics.length;
      await receiver.come();
      const orders = () => receiver.taken.logs.filter((text) => text.startsWith('order '));
      await until(() => receiver.taken.traces.length === REQUESTS && orders().length === REQUESTS);
      await until(() => receiver.taken.metrics.length > metricsBefore);
      expect(new Set(orders()).size).toBe(REQUESTS);
      const spans = shop.app.get(ExportStatistics);
      await until(() => spans.read().some((counts) => counts.exporter === 'otlp' && counts.exported === REQUESTS));
      const said = () => shop.lines().filter(({ context }) => context === 'Telemetry');
      await until(() => said().length >= 6);
      expect(
        said()
          .map(({ message }) => message.split(' ', 1)[0])
          .toSorted(),
      ).toEqual(['Log', 'Log', 'Metrics', 'Metrics', 'Spans', 'Spans']);
      expect(said().filter(({ message }) => / again, after \d+\.\d s: /.test(message))).toHaveLength(3);
    } finally {
      await shop.close();
      await receiver.go();
    }
    // Also the lines about the end.
    const [{ lost, exported } = { lost: {}, exported: 0 }] = shop.app.get(LogStatistics).deliveries();
    expect(Object.values(lost).reduce((sum, lines) => sum + lines, 0)).toBe(0);
    expect(exported).toBe(receiver.taken.logs.length);
    expect(exported).toBe(shop.lines().length);
  });

  it('have what is rejected counted and said, and garbage too', async () => {
    const receiver = new Receiver(protocol);
    await receiver.come();
    const { endpoint } = receiver;
    receiver.answer = { rejects: 1, because: 'one too many' };
    const shop = await startObserved(
      'express',
      { imports: [OrderModule] },
      {
        tracing: { exporter: { type: 'otlp', protocol, endpoint }, batch: { flushIntervalMs: 20 } },
        metrics: { otlp: { protocol, endpoint, intervalMs: 50 } },
        logging: { otlp: { protocol, endpoint, flushIntervalMs: 20 } },
      },
    );
    try {
      await (await fetch(`${shop.url}/orders/1`)).text();
      const reasons = async (reason: string) => [
        (await shop.series(`telemetry_spans_dropped_total{exporter="otlp",reason="${reason}"}`)) ?? 0,
        (await shop.series(`telemetry_log_entries_lost_total{destination="otlp",reason="${reason}"}`)) ?? 0,
      ];
      await until(async () => (await reasons('rejected')).every((count) => count > 0));
      await until(async () => ((await shop.series('telemetry_metric_points_rejected_total{target="otlp"}')) ?? 0) > 0);
      receiver.answer = 'web page';
      await (await fetch(`${shop.url}/orders/2`)).text();
      await until(async () => (await reasons('unconfirmed')).every((count) => count > 0));
      await until(
        async () => ((await shop.series('telemetry_metric_pushes_total{target="otlp",result="error"}')) ?? 0) > 0,
      );
      const said = shop.lines().map(({ message }) => message);
      expect(said.filter((message) => message.includes('one too many'))).toHaveLength(3);
    } finally {
      receiver.answer = 'take';
      await shop.close();
      await receiver.go();
    }
  });
});
