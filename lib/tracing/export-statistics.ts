/** The counts of one exporter's spans. Every ended span is in one of the numbers, or still waits. */
export interface ExporterCounts {
  /** The exporter's name in the options, or its class. Several exporters with the same name get a number. */
  readonly exporter: string;
  readonly exported: number;
  /** Spans that the receiver refused or did not answer for, or that an error lost. */
  readonly failed: number;
  /** Spans that never reached the exporter, because its queue was full. */
  readonly dropped: number;
}

/** The writable side of {@link ExporterCounts}. */
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

/** The numbers of exported and lost spans, by exporter. */
export class ExportStatistics {
  private readonly counters: ExporterCounter[] = [];
  private readonly addresses = new Map<string, string>();
  private readonly watched = new Map<string, { readonly capacity: number; readonly size: () => number }>();

  /** Creates the counter of another exporter. */
  add(exporter: string, address?: string): ExporterCounter {
    const names = new Set(this.counters.map((counter) => counter.exporter));
    let name = exporter;
    for (let number = 2; names.has(name); number++) name = `${exporter} ${number}`;
    const counter = { exporter: name, exported: 0, failed: 0, dropped: 0 };
    if (address !== undefined) this.addresses.set(name, address);
    this.counters.push(counter);
    return counter;
  }

  /** The current numbers. */
  read(): readonly ExporterCounts[] {
    return this.counters.map((counter) => ({ ...counter }));
  }

  /** The address of an exporter, if it has one. */
  addressOf(exporter: string): string | undefined {
    return this.addresses.get(exporter);
  }

  /** The current queues. An exporter that receives each span at once has no queue. */
  queues(): readonly ExporterQueue[] {
    return Array.from(this.watched, ([exporter, { capacity, size }]) => ({ exporter, capacity, spans: size() }));
  }

  watchQueue(exporter: string, capacity: number, size: () => number): void {
    this.watched.set(exporter, { capacity, size });
  }
}
