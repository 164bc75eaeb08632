import { jest } from '@jest/globals';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { ExporterSender } from '../../../lib/tracing/exporters/exporter.sender.js';
import { ExportPipeline } from '../../../lib/tracing/processors/export-pipeline.js';
import { spanSize } from '../../../lib/tracing/processors/span-size.js';
import { finishedSpans } from '../exporters/spans.js';
import { UGLY_EXPORTERS } from '../exporters/ugly-exporters.js';

const BATCH = {
  maxQueueSize: 8,
  maxQueueBytes: 1_000_000,
  maxExportBatchSize: 4,
  flushIntervalMs: 5_000,
  exportTimeoutMs: 30_000,
  backoff: { firstMs: 1_000, longestMs: 8_000 },
};

/** Lets a test answer each export when it likes. */
class HeldExporter implements SpanExporter {
  readonly batches: string[][] = [];
  readonly answers: ((result?: ExportResult) => void)[] = [];
  shutdowns = 0;

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.batches.push(spans.map((span) => span.name));
    this.answers.push((result = { code: ExportResultCode.SUCCESS }) => done(result));
  }

  async shutdown(): Promise<void> {
    this.shutdowns++;
  }
}

describe('ExportPipeline', () => {
  let statistics: ExportStatistics;
  let reports: string[];

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    statistics = new ExportStatistics();
    reports = [];
  });
  afterEach(() => jest.useRealTimers());

  function pipeline(exporter: SpanExporter, batch: Partial<typeof BATCH> = {}): ExportPipeline {
    const report = (what: string, error: unknown) =>
      reports.push(error instanceof Error ? `${what}: ${error.message}` : what);
    const options = { ...BATCH, ...batch };
    const sender = new ExporterSender(exporter, options.exportTimeoutMs);
    return new ExportPipeline({ name: 'mine', sender, batched: true }, options, statistics, report);
  }

  function end(into: ExportPipeline, spans: readonly ReadableSpan[]): void {
    for (const span of spans) into.onEnd(span);
  }

  it('exports a full batch soon, and the rest after the flush interval', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    end(under, finishedSpans(5));
    expect(exporter.batches).toEqual([]);
    await jest.advanceTimersByTimeAsync(0);
    expect(exporter.batches).toEqual([['span 1', 'span 2', 'span 3', 'span 4']]);
    exporter.answers[0]?.();
    await jest.advanceTimersByTimeAsync(BATCH.flushIntervalMs - 1);
    expect(exporter.batches).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(exporter.batches[1]).toEqual(['span 5']);
  });

  it('drops and counts what has more bytes than may wait, and takes spans again when some are sent', async () => {
    const exporter = new HeldExporter();
    const spans = finishedSpans(6);
    const under = pipeline(exporter, { maxQueueBytes: Math.round(spanSize(spans[0] as ReadableSpan) * 3.5) });
    end(under, spans);
    expect(statistics.read()[0]?.dropped).toBe(3);
    void under.forceFlush();
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers.splice(0).forEach((answer) => answer());
    await jest.advanceTimersByTimeAsync(0);
    end(under, finishedSpans(3));
    expect(statistics.read()[0]?.dropped).toBe(3);
    const over = under.shutdown();
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers.splice(0).forEach((answer) => answer());
    await over;
    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 6, failed: 0, dropped: 3 }]);
  });

  it('counts every ended span as exported, failed or dropped', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    // 8 fill the queue, also while they are under way; 3 do not fit.
    end(under, finishedSpans(11));
    await jest.advanceTimersByTimeAsync(0);
    expect(exporter.batches.map(({ length }) => length)).toEqual([4, 4]);
    end(under, finishedSpans(1));
    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 0, failed: 0, dropped: 4 }]);
    exporter.answers[0]?.({ code: ExportResultCode.FAILED, error: new Error('no room') });
    exporter.answers[1]?.();
    await jest.advanceTimersByTimeAsync(0);
    await under.shutdown();

    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 4, failed: 4, dropped: 4 }]);
    expect(statistics.deliveries()[0]?.lost).toMatchObject({ queue_full: 4, failed: 4, shutdown: 0 });
    expect(reports).toEqual([
      'Spans do not fit into the queue for the exporter mine and are lost',
      'Spans cannot be delivered to the exporter mine, and are lost: no room',
    ]);
  });

  it('is bounded in bytes as well, and says how many wait', async () => {
    const exporter = new HeldExporter();
    const [one] = finishedSpans(1);
    const size = spanSize(one as ReadableSpan);
    const under = pipeline(exporter, { maxQueueBytes: 3 * size + 10 });
    end(under, finishedSpans(5));
    expect(statistics.deliveries()[0]?.lost).toMatchObject({ queue_full: 0, queue_bytes: 2 });
    expect(statistics.queues()).toEqual([
      { exporter: 'mine', spans: 3, bytes: 3 * size, capacity: 8, capacityBytes: 3 * size + 10 },
    ]);
    const over = under.shutdown();
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers[0]?.();
    await over;
    expect(statistics.queues()).toEqual([expect.objectContaining({ spans: 0, bytes: 0 })]);
  });

  it.each([
    ['a status of HTTP', 503],
    ['a status of gRPC', 14],
    ['an error of the network', 'ECONNREFUSED'],
  ])('keeps spans whose export failed with %s, and tries one small batch at a time', async (_, code) => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    const away = () => ({ code: ExportResultCode.FAILED, error: Object.assign(new Error('away'), { code }) });
    end(under, finishedSpans(8));
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers.splice(0).forEach((answer) => answer(away()));
    for (let attempt = 0; attempt < 4; attempt++) {
      await jest.advanceTimersByTimeAsync(10_000);
      expect(exporter.answers).toHaveLength(1);
      exporter.answers.splice(0).forEach((answer) => answer(away()));
    }
    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 0, failed: 0, dropped: 0 }]);
    for (let attempt = 0; attempt < 9; attempt++) {
      await jest.advanceTimersByTimeAsync(10_000);
      exporter.answers.splice(0).forEach((answer) => answer());
    }
    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 8, failed: 0, dropped: 0 }]);
    expect(statistics.deliveries()[0]?.retried).toBeGreaterThan(8);
    expect(reports).toEqual([
      'Spans cannot be delivered to the exporter mine: they wait, and are sent again: away',
      expect.stringMatching(/^Spans are delivered to the exporter mine again, after \d+\.\d s: 8 waited, 0 were lost$/),
    ]);
    await under.shutdown();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('works with a queue smaller than a batch', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter, { maxQueueSize: 2, maxExportBatchSize: 1_024 });
    end(under, finishedSpans(5));
    await jest.advanceTimersByTimeAsync(0);
    expect(exporter.batches).toEqual([['span 1', 'span 2']]);
    expect(statistics.read()[0]?.dropped).toBe(3);
  });

  it('ends the exporter only when the exports under way have their results', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    end(under, finishedSpans(5));
    const over = under.shutdown();
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers[1]?.();
    await jest.advanceTimersByTimeAsync(0);
    expect(exporter.shutdowns).toBe(0);
    exporter.answers[0]?.();
    await over;
    expect(exporter.shutdowns).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 5, failed: 0, dropped: 0 }]);
  });

  it('ends the exporter although its last export failed', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    end(under, finishedSpans(1));
    const over = under.shutdown();
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers[0]?.({ code: ExportResultCode.FAILED });
    await over;
    await under.shutdown();
    expect(exporter.shutdowns).toBe(1);
  });

  it('waits in a flush for the exports under way, and rejects when the flush itself fails', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    end(under, finishedSpans(4));
    const flushed = jest.fn();
    const flush = under.forceFlush().then(flushed);
    await jest.advanceTimersByTimeAsync(0);
    expect(flushed).not.toHaveBeenCalled();
    exporter.answers[0]?.();
    await flush;

    end(under, finishedSpans(1));
    const failing = under.forceFlush();
    exporter.answers[1]?.({ code: ExportResultCode.FAILED, error: new Error('no room') });
    await expect(failing).rejects.toThrow('no room');
  });

  describe.each(Object.entries(UGLY_EXPORTERS))('with an exporter that %s', (_, create) => {
    it('counts the spans as failed, says so, and shuts down within the time of one export', async () => {
      const under = pipeline(create());
      end(under, finishedSpans(5));
      const over = under.shutdown().then(() => statistics.read());
      await jest.advanceTimersByTimeAsync(BATCH.exportTimeoutMs);

      expect(await over).toEqual([{ exporter: 'mine', exported: 0, failed: 5, dropped: 0 }]);
      expect(reports).toEqual(
        expect.arrayContaining([
          expect.stringContaining('Spans cannot be delivered to the exporter mine, and are lost'),
        ]),
      );
    });

    it('goes on with the next batch', async () => {
      const under = pipeline(create());
      end(under, finishedSpans(4));
      await jest.advanceTimersByTimeAsync(BATCH.exportTimeoutMs);
      end(under, finishedSpans(4));
      await jest.advanceTimersByTimeAsync(BATCH.exportTimeoutMs);

      expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 0, failed: 8, dropped: 0 }]);
    });

    it('leaves no timer behind', async () => {
      const under = pipeline(create());
      end(under, finishedSpans(5));
      void under.shutdown();
      await jest.advanceTimersByTimeAsync(BATCH.exportTimeoutMs);

      expect(jest.getTimerCount()).toBe(0);
    });
  });
});

describe('ExportStatistics', () => {
  it('tells exporters of the same name apart', () => {
    const statistics = new ExportStatistics();
    statistics.add('otlp').sent(2);
    statistics.add('zipkin');
    statistics.add('otlp').lose(1, 'queue_full');
    statistics.add('otlp');

    expect(statistics.read()).toEqual([
      { exporter: 'otlp', exported: 2, failed: 0, dropped: 0 },
      { exporter: 'zipkin', exported: 0, failed: 0, dropped: 0 },
      { exporter: 'otlp 2', exported: 0, failed: 0, dropped: 1 },
      { exporter: 'otlp 3', exported: 0, failed: 0, dropped: 0 },
    ]);
  });
});
