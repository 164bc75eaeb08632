import type { CollectedMetric } from '../otlp/collected-metric.js';
import { counted } from './aggregate.js';

type Snapshot = readonly CollectedMetric[];

/** The last metrics of each source, and the counters of ended sources, so that no counter decreases. */
export class SourceNumbers {
  private readonly last = new Map<string, Snapshot>();
  private gone: Snapshot = [];
  private folding: Promise<void> = Promise.resolve();

  said(source: string, metrics: Snapshot): void {
    this.last.set(source, metrics);
  }

  /** Records that the source has ended. */
  left(source: string): void {
    // Metrics that cannot be added up stay as they are.
    this.folding = this.folding.then(() => this.fold(source)).catch(() => undefined);
  }

  async all(): Promise<readonly Snapshot[]> {
    await this.folding;
    return [...this.last.values(), this.gone];
  }

  private async fold(source: string): Promise<void> {
    const snapshot = this.last.get(source);
    if (snapshot === undefined) return;
    const gone = await counted([this.gone, snapshot]);
    // Update both at once, so that no reader sees the numbers twice or not at all.
    this.gone = gone;
    this.last.delete(source);
  }
}
