import type { ReportFault } from '../observation/index.js';

/** Whether a number may be added to a sum that others read as one that never falls. */
export function isAddable(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

/** Reports what metrics do not take: once for each metric and sort of fault. */
export class ValueReport {
  private readonly reported = new Set<string>();

  constructor(private readonly report: ReportFault) {}

  /** A value that would spoil the metric for good. */
  refused(metric: string, value: unknown): void {
    const shown = typeof value === 'number' ? String(value) : `of type ${typeof value}`;
    this.once(`value ${metric}`, `The metric ${metric} got a value that it cannot add, and goes on without it`, shown);
  }

  /** A call of the metric that failed, such as one with a label that it does not have. */
  failed(metric: string, error: unknown): void {
    this.once(`call ${metric}`, `The metric ${metric} could not take a value`, error);
  }

  private once(key: string, what: string, detail: unknown): void {
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.report(what, detail);
  }
}
