import type { FamilyMetrics } from '../conventions/metrics/metric-family.js';
import type { Labels, Outcome } from '../observation/index.js';
import type { FamilyInstruments, LabelledInstruments } from './family-instruments.js';
import type { SpanIds } from './kept/kept-histogram.js';

/** The metrics of one kind of operation: those of the endpoint, and those for OTLP if it is on. */
export class KindInstruments {
  constructor(
    private readonly scraped: FamilyInstruments,
    private readonly pushed?: FamilyInstruments,
  ) {}

  get family(): FamilyMetrics {
    return this.scraped.family;
  }

  labelled(labels: Labels): LabelledKind {
    return new LabelledKind(this.scraped.labelled(labels), this.pushed?.labelled(labels));
  }

  /** Counts one operation without its duration. */
  count(labels: Labels, outcome: Outcome): void {
    this.scraped.count(labels, outcome);
    this.pushed?.count(labels, outcome);
  }

  /** Records the duration and sizes of one operation without counting it. */
  time(labels: Labels, outcome: Outcome): void {
    this.scraped.time(labels, outcome);
    this.pushed?.time(labels, outcome);
  }
}

/** The metrics of one kind of operation for one set of labels. */
export class LabelledKind {
  constructor(
    private readonly scraped: LabelledInstruments,
    private readonly pushed: LabelledInstruments | undefined,
  ) {}

  enter(): void {
    this.scraped.inFlight?.inc();
    this.pushed?.inFlight?.inc();
  }

  leave(): void {
    this.scraped.inFlight?.dec();
    this.pushed?.inFlight?.dec();
  }

  /** `span` becomes the exemplar of the duration's bucket. */
  record(outcome: Outcome, span: SpanIds | undefined): void {
    this.scraped.record(outcome, span);
    this.pushed?.record(outcome, span);
  }
}
