import type { CollectedMetric } from '../otlp/collected-metric.js';
import { counted } from './aggregate.js';

type Snapshot = readonly CollectedMetric[];

/** What each source said last, and what sources that are gone had counted: so no counter goes backwards. */
export class SourceNumbers {
  private readonly last = new Map<string, Snapshot>();
  private gone: Snapshot = [];
  private folding: Promise<void> = Promise.resolve();

  said(source: string, metrics: Snapshot): void {
    this.last.set(source, metrics);
  }

  /** The source will say nothing more. */
  left(source: string): void {
    // One that cannot be added up stays as it is.
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
    // Both at once, so that nobody sees the numbers twice, or not at all.
    this.gone = gone;
    this.last.delete(source);
  }
}
