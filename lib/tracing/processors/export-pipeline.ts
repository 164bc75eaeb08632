import { TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../../observation/index.js';
import type { BatchOptions } from '../../options/batch.options.js';
import type { BackoffOptions } from '../../sending/backoff.js';
import { DeliveryReport } from '../../sending/delivery-report.js';
import { RetryQueue } from '../../sending/retry-queue.js';
import type { ExportStatistics } from '../export-statistics.js';
import type { ExporterChoice } from '../exporters/create-exporter.js';
import { spanSize } from './span-size.js';

/** In memory. On the wire, spans take about half. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export interface PipelineOptions extends Required<BatchOptions> {
  readonly maxQueueBytes: number;
  readonly backoff?: BackoffOptions;
}

/**
 * One exporter with its queue. However slow or broken it is, no other exporter notices, and shutting it down
 * neither rejects nor takes longer than one export may. While its receiver is away, spans wait.
 */
export class ExportPipeline implements SpanProcessor {
  private readonly queue: RetryQueue<ReadableSpan>;
  private ending: Promise<void> | undefined;
  private deadline: AbortSignal | undefined;

  constructor(
    private readonly choice: ExporterChoice,
    options: PipelineOptions,
    statistics: ExportStatistics,
    report: ReportFault,
  ) {
    const { name, batched, sender } = choice;
    const counter = statistics.add(name, sender.address);
    const at = sender.address === undefined ? '' : ` at ${sender.address}`;
    const names = { items: 'spans', where: `the exporter ${counter.exporter}${at}` };
    const delivery = new DeliveryReport(names, counter, report);
    this.queue = new RetryQueue(sender, spanSize, queueOptions(options, batched), delivery);
    if (batched) statistics.watchQueue(counter.exporter, options, this.queue);
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    this.queue.add(span);
    if (!this.choice.batched) this.queue.flush();
  }

  /** Sends what waits, and waits for what is under way. Rejects when that fails. */
  async forceFlush(): Promise<void> {
    try {
      await this.queue.sendNow();
    } finally {
      await this.choice.sender.flush?.();
    }
  }

  shutdown(): Promise<void> {
    this.ending ??= this.queue.close(this.deadline);
    return this.ending;
  }

  /** Gives up at the deadline what is not sent then. */
  closeBy(deadline: AbortSignal): void {
    this.deadline = deadline;
  }
}

function queueOptions({ maxQueueSize, ...options }: PipelineOptions, batched: boolean) {
  const maxExportBatchSize = batched ? Math.min(options.maxExportBatchSize, maxQueueSize) : 1;
  return { ...options, maxQueueSize, maxExportBatchSize, maxExportBatchBytes: MAX_BATCH_BYTES };
}
