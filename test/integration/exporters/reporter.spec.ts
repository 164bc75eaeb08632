import type { ReportedSpan, SpanReporter } from 'nestjs-telemetry';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { order, SHOP, SHOP_SPANS, TRACE_ID } from './shop.js';

class Reporter implements SpanReporter {
  readonly spans: ReportedSpan[] = [];
  closed = 0;

  report(span: ReportedSpan): void {
    if (span.operationName === 'OrderService.find') throw new Error('ugly');
    this.spans.push(span);
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

describe.each(ADAPTERS)('A reporter on %s', (adapter) => {
  it('gets each span once and is closed once; what it throws is reported and counted', async () => {
    const reporter = new Reporter();
    const observed = await startObserved(adapter, SHOP, { service: { name: 'shop' }, tracing: { exporter: reporter } });
    expect(await order(observed.url, 'broken')).toBe(500);
    await observed.close();

    const [server, , query] = SHOP_SPANS.map((name) => reporter.spans.find((span) => span.operationName === name));
    expect(reporter.spans).toHaveLength(2);
    expect(server).toMatchObject({ traceId: TRACE_ID, serviceName: 'shop', status: 'error' });
    expect(server?.tags).toMatchObject({ 'http.route': '/orders/:id', 'http.response.status_code': 500 });
    expect(query).toMatchObject({ traceId: TRACE_ID, status: 'error', statusMessage: 'the table is gone' });
    expect(query?.logs).toMatchObject([{ name: 'exception', fields: { 'exception.message': 'the table is gone' } }]);
    expect(reporter.closed).toBe(1);
    expect(observed.app.get(ExportStatistics).read()).toEqual([
      { exporter: 'Reporter', exported: 2, failed: 1, dropped: 0 },
    ]);
    const said = observed
      .lines()
      .filter((line) => line.message.startsWith('Spans cannot be delivered to the exporter Reporter'));
    expect(said).toHaveLength(1);
  });
});
