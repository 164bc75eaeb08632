/** What became of the spans that were handed to one exporter. Every ended span is in one of the numbers, or still waits. */
export interface ExporterCounts {
  /** Its name in the options, or its class; with a number where there are several of the same. */
  readonly exporter: string;
  readonly exported: number;
  /** Refused by the receiver, never answered, or lost to an error. */
  readonly failed: number;
  /** Never handed to the exporter, because its queue was full. */
  readonly dropped: number;
}

/** The side of {@link ExporterCounts} that counts. */
export interface ExporterCounter extends ExporterCounts {
  exported: number;
  failed: number;
  dropped: number;
}

/** The spans that wait for one exporter. */
export interface ExporterQueue {
  readonly exporter: string;
  readonly spans: number;
  readonly capacity: number;
}

/** Numbers of exported and lost spans, by exporter. */
export class ExportStatistics {
  private readonly counters: ExporterCounter[] = [];
  private readonly addresses = new Map<string, string>();
  private readonly watched = new Map<string, { readonly capacity: number; readonly size: () => number }>();

  /** A counter for one more exporter. */
  add(exporter: string, address?: string): ExporterCounter {
    const names = new Set(this.counters.map((counter) => counter.exporter));
    let name = exporter;
    for (let number = 2; names.has(name); number++) name = `${exporter} ${number}`;
    const counter = { exporter: name, exported: 0, failed: 0, dropped: 0 };
    if (address !== undefined) this.addresses.set(name, address);
    this.counters.push(counter);
    return counter;
  }

  /** The numbers as they are now. */
  read(): readonly ExporterCounts[] {
    return this.counters.map((counter) => ({ ...counter }));
  }

  /** Where an exporter sends to, if that is an address. */
  addressOf(exporter: string): string | undefined {
    return this.addresses.get(exporter);
  }

  /** The queues as they are now; an exporter that gets each span at once has none. */
  queues(): readonly ExporterQueue[] {
    return Array.from(this.watched, ([exporter, { capacity, size }]) => ({ exporter, capacity, spans: size() }));
  }

  watchQueue(exporter: string, capacity: number, size: () => number): void {
    this.watched.set(exporter, { capacity, size });
  }
}
