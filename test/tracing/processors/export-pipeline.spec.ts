import { jest } from '@jest/globals';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { ExportPipeline } from '../../../lib/tracing/processors/export-pipeline.js';
import { spanSize } from '../../../lib/tracing/processors/span-size.js';
import { finishedSpans } from '../exporters/spans.js';
import { UGLY_EXPORTERS } from '../exporters/ugly-exporters.js';

const BATCH = { maxQueueSize: 8, maxExportBatchSize: 4, flushIntervalMs: 5_000, exportTimeoutMs: 30_000 };

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
    return new ExportPipeline({ name: 'mine', exporter, batched: true }, { ...BATCH, ...batch }, statistics, report);
  }

  function end(into: ExportPipeline, spans: readonly ReadableSpan[]): void {
    for (const span of spans) into.onEnd(span);
  }

  it('exports a full batch at once, and the rest after the flush interval', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    end(under, finishedSpans(5));
    expect(exporter.batches).toEqual([['span 1', 'span 2', 'span 3', 'span 4']]);
    exporter.answers[0]?.();
    await jest.advanceTimersByTimeAsync(BATCH.flushIntervalMs - 1);
    expect(exporter.batches).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(exporter.batches[1]).toEqual(['span 5']);
  });

  it('drops and counts what has more bytes than may wait, and takes spans again when some are sent', async () => {
    const exporter = new HeldExporter();
    const spans = finishedSpans(7);
    const under = new ExportPipeline(
      { name: 'mine', exporter, batched: true },
      { ...BATCH, maxQueueSize: 6, maxExportBatchSize: 2 },
      statistics,
      (what) => reports.push(what),
      spanSize(spans[0] as ReadableSpan) * 3.5,
    );
    end(under, spans);
    expect(statistics.read()).toMatchObject([{ dropped: 4 }]);
    expect(reports[0]).toContain('do not fit');
    expect(exporter.batches).toHaveLength(1);
    exporter.answers[0]?.();
    await jest.advanceTimersByTimeAsync(BATCH.flushIntervalMs);
    exporter.answers[1]?.();
    await jest.advanceTimersByTimeAsync(0);
    for (let round = 0; round < 20; round++) {
      end(under, finishedSpans(2));
      await jest.advanceTimersByTimeAsync(0);
      exporter.answers.at(-1)?.();
      await jest.advanceTimersByTimeAsync(0);
    }
    expect(statistics.read()).toMatchObject([{ dropped: 4, exported: 43 }]);
  });

  it('forgets the bytes of what its queue drops', async () => {
    const exporter = new HeldExporter();
    const one = spanSize(finishedSpans(1)[0] as ReadableSpan);
    const choice = { name: 'mine', exporter, batched: true };
    const batch = { ...BATCH, maxQueueSize: 4, maxExportBatchSize: 2 };
    const under = new ExportPipeline(choice, batch, statistics, () => undefined, one * 20);
    end(under, finishedSpans(100));
    while (exporter.answers.length > 0) {
      exporter.answers.shift()?.();
      await jest.advanceTimersByTimeAsync(BATCH.flushIntervalMs);
    }
    const [{ dropped } = { dropped: 0 }] = statistics.read();
    end(under, finishedSpans(4));
    expect(statistics.read()).toMatchObject([{ dropped }]);
  });

  it('counts every ended span as exported, failed or dropped', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter);
    // 4 leave at once and are held, 8 fill the queue, 3 do not fit.
    end(under, finishedSpans(15));
    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 0, failed: 0, dropped: 3 }]);
    exporter.answers[0]?.({ code: ExportResultCode.FAILED, error: new Error('no room') });
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers[1]?.();
    await jest.advanceTimersByTimeAsync(0);
    exporter.answers[2]?.();
    await under.shutdown();

    expect(statistics.read()).toEqual([{ exporter: 'mine', exported: 8, failed: 4, dropped: 3 }]);
    expect(reports).toEqual([
      ...Array.from({ length: 3 }, () => 'Spans do not fit into the queue of the exporter mine and are dropped'),
      'The exporter mine lost spans: no room',
    ]);
  });

  it('works with a queue smaller than a batch', async () => {
    const exporter = new HeldExporter();
    const under = pipeline(exporter, { maxQueueSize: 2, maxExportBatchSize: 1_024 });
    end(under, finishedSpans(5));
    expect(exporter.batches).toEqual([['span 1', 'span 2']]);
    expect(statistics.read()[0]?.dropped).toBe(1);
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
      expect(reports).toEqual(expect.arrayContaining([expect.stringContaining('The exporter mine lost spans')]));
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
    statistics.add('otlp').exported += 2;
    statistics.add('zipkin');
    statistics.add('otlp').dropped += 1;
    statistics.add('otlp');

    expect(statistics.read()).toEqual([
      { exporter: 'otlp', exported: 2, failed: 0, dropped: 0 },
      { exporter: 'zipkin', exported: 0, failed: 0, dropped: 0 },
      { exporter: 'otlp 2', exported: 0, failed: 0, dropped: 1 },
      { exporter: 'otlp 3', exported: 0, failed: 0, dropped: 0 },
    ]);
  });
});
