import { Gauge, type Registry } from 'prom-client';
import type { ReportFault } from '../observation/index.js';
import type { ObserveValue } from './metric-options.js';

type Collect = (observe: ObserveValue<string>) => void | Promise<void>;
type Observed = readonly [value: number, labels: Partial<Record<string, string | number>>];

/** A gauge whose callbacks provide its values at each scrape. */
export class ObservableGauge extends Gauge<string> {
  /** Each module that requests the gauge may add a callback. */
  private readonly collects = new Set<Collect>();

  constructor(
    shared: { name: string; help: string; labelNames: string[]; registers: Registry[] },
    private readonly report: ReportFault,
  ) {
    super({ ...shared, collect: () => this.observe() });
  }

  add(collect: Collect): void {
    this.collects.add(collect);
  }

  // Collect all values first, then set the gauge at once: two scrapes may overlap.
  private async observe(): Promise<void> {
    const observed: Observed[] = [];
    for (const collect of this.collects) {
      try {
        await collect((value, labels = {}) => observed.push([value, labels]));
      } catch (error) {
        this.report('An observable gauge could not be collected', error);
      }
    }
    this.reset();
    for (const [value, labels] of observed) {
      try {
        this.set(labels, value);
      } catch (error) {
        this.report('An observable gauge refused a value', error);
      }
    }
  }
}
