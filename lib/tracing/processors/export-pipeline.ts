import { setImmediate } from 'node:timers/promises';
import {
  BatchSpanProcessor,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { within } from '../../life-cycle/within.js';
import type { ReportFault } from '../../observation/index.js';
import type { BatchOptions } from '../../options/batch.options.js';
import type { ExporterCounter, ExportStatistics } from '../export-statistics.js';
import type { ExporterChoice } from '../exporters/create-exporter.js';
import { GuardedExporter } from '../exporters/guarded.exporter.js';
import { atDeadline } from '../../sending/sender.js';
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
  private deadline: AbortSignal | undefined;

  constructor(
    private readonly choice: ExporterChoice,
    private readonly batch: Required<BatchOptions>,
    private readonly statistics: ExportStatistics,
    private readonly report: ReportFault,
  ) {
    this.counter = statistics.add(choice.name, choice.sender?.address);
    this.exporter = new GuardedExporter(choice.exporter, this.counter, batch.exportTimeoutMs, report);
    this.queue = choice.batched ? this.batching() : new SimpleSpanProcessor({ exporter: this.exporter });
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    // A queue that ends takes nothing more, and does not say so.
    if (this.ending !== undefined) this.counter.dropped++;
    else this.queue.onEnd(span);
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

  /** Sends from now on without waiting between attempts, and gives up at the deadline what is not sent then. */
  closeBy(deadline: AbortSignal): void {
    this.deadline = deadline;
    this.choice.sender?.closeBy(deadline);
    atDeadline(deadline, () => this.exporter.abandon('the application shut down'));
  }

  private async end(): Promise<void> {
    let isDrained = false;
    const drained = this.drain().then(() => (isDrained = true));
    try {
      await within(this.batch.exportTimeoutMs, () => drained, this.deadline);
    } catch {
      this.exporter.abandon('the application shut down');
      // What was given up has its results now; an exporter that hangs does not end by that.
      await setImmediate();
      if (!isDrained) this.report(`The exporter ${this.counter.exporter} did not shut down in time`, undefined);
    }
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
