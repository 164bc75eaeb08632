import {
  BatchSpanProcessor,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../../observation/index.js';
import type { BatchOptions } from '../../options/batch.options.js';
import type { ExporterCounter, ExportStatistics } from '../export-statistics.js';
import type { ExporterChoice } from '../exporters/create-exporter.js';
import { GuardedExporter } from '../exporters/guarded.exporter.js';
import { queueMeter } from './queue-meter.js';

/**
 * One exporter with a queue of its own. However slow or broken it is, no other exporter notices, and shutting it down
 * neither rejects nor takes longer than one export may.
 */
export class ExportPipeline implements SpanProcessor {
  private readonly counter: ExporterCounter;
  private readonly exporter: GuardedExporter;
  private readonly queue: SpanProcessor;
  private ending: Promise<void> | undefined;

  constructor(
    choice: ExporterChoice,
    private readonly batch: Required<BatchOptions>,
    private readonly statistics: ExportStatistics,
    private readonly report: ReportFault,
  ) {
    this.counter = statistics.add(choice.name);
    this.exporter = new GuardedExporter(choice.exporter, this.counter, batch.exportTimeoutMs, report);
    this.queue = choice.batched ? this.batching() : new SimpleSpanProcessor({ exporter: this.exporter });
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    this.queue.onEnd(span);
  }

  /** Sends what waits, and waits for what is under way. Rejects when that fails. */
  async forceFlush(): Promise<void> {
    try {
      await this.queue.forceFlush();
    } finally {
      await this.exporter.forceFlush();
    }
  }

  shutdown(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async end(): Promise<void> {
    const { exportTimeoutMs } = this.batch;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.report(`The exporter ${this.counter.exporter} did not shut down within ${exportTimeoutMs} ms`, undefined);
        this.exporter.abandon('the application shut down');
        resolve();
      }, exportTimeoutMs);
    });
    await Promise.race([this.drain(), tooLate]);
    clearTimeout(timer);
  }

  private async drain(): Promise<void> {
    try {
      await this.queue.shutdown();
    } catch {
      // The exporter has reported why, and the queue has not ended it.
    }
    await this.exporter.shutdown();
  }

  private batching(): SpanProcessor {
    const { maxQueueSize, maxExportBatchSize, flushIntervalMs, exportTimeoutMs } = this.batch;
    const dropped = `Spans do not fit into the queue of the exporter ${this.counter.exporter} and are dropped`;
    return new BatchSpanProcessor({
      exporter: this.exporter,
      maxQueueSize,
      maxExportBatchSize: Math.min(maxExportBatchSize, maxQueueSize),
      scheduledDelayMillis: flushIntervalMs,
      exportTimeoutMillis: exportTimeoutMs,
      selfObsMeterProvider: queueMeter({
        dropped: (spans) => {
          this.counter.dropped += spans;
          this.report(dropped, undefined);
        },
        measured: (size) => this.statistics.watchQueue(this.counter.exporter, maxQueueSize, size),
      }),
    });
  }
}
