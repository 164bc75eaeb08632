import type { DeliveryReport } from '../../sending/delivery-report.js';
import type { ItemSender } from '../../sending/item-sender.js';
import { RetryQueue, type RetryQueueOptions } from '../../sending/retry-queue.js';
import type { LineHolder } from '../destinations/line-output.js';

export type LineQueueOptions = Omit<RetryQueueOptions, 'maxExportBatchBytes'>;

const MAX_BATCH_BYTES = 1024 * 1024;

/** Lines that wait to be sent over a network. */
export class LineQueue<Line extends string | Uint8Array> implements LineHolder {
  private readonly queue: RetryQueue<Line>;

  constructor(sender: ItemSender<Line>, options: LineQueueOptions, delivery: DeliveryReport) {
    const all = { ...options, maxExportBatchBytes: MAX_BATCH_BYTES };
    this.queue = new RetryQueue(sender, Buffer.byteLength, all, delivery);
  }

  /** Lines that wait or are under way. */
  get size(): number {
    return this.queue.size;
  }

  get bytes(): number {
    return this.queue.bytes;
  }

  write(line: Line): void {
    this.queue.add(line);
  }

  flush(): void {
    this.queue.flush();
  }

  deliver(deadline?: AbortSignal): Promise<void> {
    return this.queue.deliver(deadline);
  }

  close(deadline?: AbortSignal): Promise<void> {
    return this.queue.close(deadline);
  }
}
