/** The counts of lost lines for one destination. */
export interface DestinationCounts {
  /** `stdout`, `file`, `stream` or `otlp`. */
  readonly destination: string;
  /** Lines that could not be written or sent, and are lost. */
  readonly dropped: number;
}

/** The writable side of {@link DestinationCounts}. */
export interface DestinationCounter extends DestinationCounts {
  dropped: number;
}

/** The number of lost lines, by destination. */
export class LogStatistics {
  private readonly counters = new Map<string, DestinationCounter>();
  private readonly addresses = new Map<string, string>();

  /** The counter of a destination. The same name returns the same counter. */
  counter(destination: string, address?: string): DestinationCounter {
    const known = this.counters.get(destination);
    if (known !== undefined) return known;
    const counter = { destination, dropped: 0 };
    if (address !== undefined) this.addresses.set(destination, address);
    this.counters.set(destination, counter);
    return counter;
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
