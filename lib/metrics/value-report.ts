import type { ReportFault } from '../observation/index.js';

/** True if a number may be added to a sum that must never decrease. */
export function isAddable(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

/** Reports values that metrics cannot record, once per metric and type of fault. */
export class ValueReport {
  private readonly reported = new Set<string>();

  constructor(private readonly report: ReportFault) {}

  /** A value that would corrupt the metric. */
  refused(metric: string, value: unknown): void {
    const shown = typeof value === 'number' ? String(value) : `of type ${typeof value}`;
    this.once(`value ${metric}`, `The metric ${metric} got a value that it cannot add, and goes on without it`, shown);
  }

  /** A failed call of the metric, for example with an unknown label. */
  failed(metric: string, error: unknown): void {
    this.once(`call ${metric}`, `The metric ${metric} could not take a value`, error);
  }

  /** A failed callback that sets the metric at a scrape. */
  notCollected(metric: string, error: unknown): void {
    this.once(`collect ${metric}`, `The metric ${metric} could not be collected`, error);
  }

  private once(key: string, what: string, detail: unknown): void {
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.report(what, detail);
  }
}
