import { DeliveryCounter } from '../sending/delivery-counter.js';
import type { LossReason } from '../sending/send-outcome.js';

/** The counts of lost lines for one destination. */
export interface DestinationCounts {
  /** `stdout`, `file`, `stream`, `otlp`, or `start` for lines before the application's log. */
  readonly destination: string;
  /** Lines that could not be written or sent, and are lost. */
  readonly dropped: number;
}

/** The writable side of {@link DestinationCounts}. */
export interface DestinationCounter extends DestinationCounts {
  dropped: number;
}

/** The counts of the lines for a destination beyond a network. */
export interface LineDelivery {
  readonly destination: string;
  readonly exported: number;
  /** Lines that waited for another attempt; a line may do so several times. */
  readonly retried: number;
  readonly lost: Readonly<Record<LossReason, number>>;
  /** Lines that wait or are under way now, and their bytes. */
  readonly waiting: number;
  readonly waitingBytes: number;
}

interface Queue {
  readonly size: number;
  readonly bytes: number;
}

/** The number of lost lines, by destination. */
export class LogStatistics {
  private readonly counters = new Map<string, DestinationCounter>();
  private readonly addresses = new Map<string, string>();
  private readonly senders = new Map<string, SentLines>();
  private readonly queues = new Map<string, Queue>();

  /** The counter of a destination. The same name returns the same counter. */
  counter(destination: string, address?: string): DestinationCounter {
    const known = this.counters.get(destination);
    if (known !== undefined) return known;
    const counter = { destination, dropped: 0 };
    if (address !== undefined) this.addresses.set(destination, address);
    this.counters.set(destination, counter);
    return counter;
  }

  /** The counter of a destination beyond a network. */
  delivery(destination: string, address: string): DeliveryCounter {
    const sent = new SentLines(this.counter(destination, address));
    this.senders.set(destination, sent);
    return sent;
  }

  watchQueue(destination: string, queue: Queue): void {
    this.queues.set(destination, queue);
  }

  /** The current numbers of destinations beyond a network. */
  deliveries(): readonly LineDelivery[] {
    return Array.from(this.senders, ([destination, { exported, retried, lostBy }]) => {
      const { size: waiting = 0, bytes: waitingBytes = 0 } = this.queues.get(destination) ?? {};
      return { destination, exported, retried, lost: { ...lostBy }, waiting, waitingBytes };
    });
  }

  /** The current numbers. */
  read(): readonly DestinationCounts[] {
    return [...this.counters.values()].map(({ destination, dropped }) => ({ destination, dropped }));
  }

  /** The address of a destination, if it has one. */
  addressOf(destination: string): string | undefined {
    return this.addresses.get(destination);
  }
}

/** What is lost on the way is dropped, too. */
class SentLines extends DeliveryCounter {
  constructor(private readonly counter: DestinationCounter) {
    super();
  }

  override lose(lines: number, reason: LossReason): void {
    super.lose(lines, reason);
    this.counter.dropped += lines;
  }
}
