import { DeliveryCounter } from '../sending/delivery-counter.js';
import type { LossReason } from '../sending/send-outcome.js';

/** The counts of one exporter's spans. Every ended span is in one of the numbers, or still waits. */
export interface ExporterCounts {
  /** The exporter's name in the options, or its class. Several exporters with the same name get a number. */
  readonly exporter: string;
  readonly exported: number;
  /** Spans that the receiver refused or did not answer for, that an error lost, or that were left at shutdown. */
  readonly failed: number;
  /** Spans that never reached the exporter, because its queue was full. */
  readonly dropped: number;
}

/** How often spans of one exporter waited for another attempt, and why those that are lost were lost. */
export interface ExporterDelivery {
  readonly exporter: string;
  readonly exported: number;
  readonly retried: number;
  readonly lost: Readonly<Record<LossReason, number>>;
}

/** The spans that wait for one exporter or are under way, and their estimated bytes. */
export interface ExporterQueue {
  readonly exporter: string;
  readonly spans: number;
  readonly bytes: number;
  readonly capacity: number;
  readonly capacityBytes: number;
}

interface Capacity {
  readonly maxQueueSize: number;
  readonly maxQueueBytes: number;
}
interface Queue {
  readonly size: number;
  readonly bytes: number;
}

class ExporterCounter extends DeliveryCounter {
  constructor(readonly exporter: string) {
    super();
  }
}

/** The numbers of exported and lost spans, by exporter. */
export class ExportStatistics {
  private readonly counters: ExporterCounter[] = [];
  private readonly addresses = new Map<string, string>();
  private readonly watched = new Map<string, { readonly capacity: Capacity; readonly queue: Queue }>();

  /** Creates the counter of another exporter. */
  add(exporter: string, address?: string): DeliveryCounter & { readonly exporter: string } {
    const names = new Set(this.counters.map((counter) => counter.exporter));
    let name = exporter;
    for (let number = 2; names.has(name); number++) name = `${exporter} ${number}`;
    const counter = new ExporterCounter(name);
    if (address !== undefined) this.addresses.set(name, address);
    this.counters.push(counter);
    return counter;
  }

  /** The current numbers. */
  read(): readonly ExporterCounts[] {
    return this.counters.map(({ exporter, exported, lostBy }) => {
      const { queue_full: full, queue_bytes: bytes, refused, rejected, unconfirmed, failed, shutdown } = lostBy;
      return {
        exporter,
        exported,
        failed: refused + rejected + unconfirmed + failed + shutdown,
        dropped: full + bytes,
      };
    });
  }

  /** More about what was not delivered at once. */
  deliveries(): readonly ExporterDelivery[] {
    return this.counters.map(({ exporter, exported, retried, lostBy }) => ({
      exporter,
      exported,
      retried,
      lost: { ...lostBy },
    }));
  }

  /** The address of an exporter, if it has one. */
  addressOf(exporter: string): string | undefined {
    return this.addresses.get(exporter);
  }

  /** The current queues. An exporter that receives each span at once has no queue. */
  queues(): readonly ExporterQueue[] {
    return Array.from(this.watched, ([exporter, { capacity, queue }]) => ({
      exporter,
      spans: queue.size,
      bytes: queue.bytes,
      capacity: capacity.maxQueueSize,
      capacityBytes: capacity.maxQueueBytes,
    }));
  }

  watchQueue(exporter: string, capacity: Capacity, queue: Queue): void {
    this.watched.set(exporter, { capacity, queue });
  }
}
