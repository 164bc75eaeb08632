import type { TelemetryOptions } from 'nestjs-telemetry';
import { ADAPTERS, type Adapter, startObserved } from '../observed-application.js';
import { order, SHOP, SHOP_SPANS, TRACE_ID } from './shop.js';

describe.each(ADAPTERS)('logSpans on %s', (adapter) => {
  it('mirrors each exported span to the log, with its own ids', async () => {
    const { spans, lines } = await spanLines(adapter, { tracing: { logSpans: true }, logging: { level: 'debug' } });

    expect(lines.map((line) => line.message).sort()).toEqual(SHOP_SPANS.map((name) => `Span ${name}`).sort());
    for (const line of lines) {
      const span = spans.find(({ name }) => `Span ${name}` === line.message);
      expect(line).toMatchObject({ level: 'debug', trace_id: TRACE_ID, span_id: span?.spanContext().spanId });
      expect(line.fields).toMatchObject({ name: span?.name, parent_span_id: span?.parentSpanContext?.spanId });
      expect(line.fields?.['duration_ms']).toBeGreaterThan(0);
    }
    const query = lines.find((line) => line.message === 'Span SELECT orders');
    expect(query?.fields).toMatchObject({ kind: 'client', status: 'error', status_message: 'the table is gone' });
  });

  it.each([
    ['the log does not go down to debug', { tracing: { logSpans: true }, logging: { level: 'info' } }],
    ['it is not asked for', { logging: { level: 'debug' } }],
    [
      'the trace is not sampled',
      { tracing: { logSpans: true, sampler: 'never', parentBased: false }, logging: { level: 'debug' } },
    ],
  ] as const)('writes nothing when %s', async (_, options) => {
    const { lines } = await spanLines(adapter, options);
    expect(lines).toEqual([]);
  });
});

it('logSpans works without any exporter', async () => {
  const { lines } = await spanLines('express', {
    tracing: { exporter: 'none', logSpans: true },
    logging: { level: 'debug' },
  });
  expect(lines).toHaveLength(SHOP_SPANS.length);
});

async function spanLines(adapter: Adapter, options: TelemetryOptions) {
  const observed = await startObserved(adapter, SHOP, options);
  await order(observed.url, 'broken');
  const spans = await observed.spans();
  await observed.close();
  return { spans, lines: observed.lines().filter((line) => line.fields?.['event'] === 'span') };
}
