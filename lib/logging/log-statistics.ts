/** What became of the lines for one destination. */
export interface DestinationCounts {
  /** `stdout`, `file`, `stream` or `otlp`. */
  readonly destination: string;
  /** Lines that could not be written or sent, and never will be. */
  readonly dropped: number;
}

/** The side of {@link DestinationCounts} that counts. */
export interface DestinationCounter extends DestinationCounts {
  dropped: number;
}

/** Numbers of lost lines, by destination. */
export class LogStatistics {
  private readonly counters = new Map<string, DestinationCounter>();
  private readonly addresses = new Map<string, string>();

  /** The counter of a destination, the same for the same name. */
  counter(destination: string, address?: string): DestinationCounter {
    const known = this.counters.get(destination);
    if (known !== undefined) return known;
    const counter = { destination, dropped: 0 };
    if (address !== undefined) this.addresses.set(destination, address);
    this.counters.set(destination, counter);
    return counter;
  }

  /** The numbers as they are now. */
  read(): readonly DestinationCounts[] {
    return [...this.counters.values()].map(({ destination, dropped }) => ({ destination, dropped }));
  }

  /** Where a destination is, if that is an address. */
  addressOf(destination: string): string | undefined {
    return this.addresses.get(destination);
  }
}
