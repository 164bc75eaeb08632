import type { LabelValues, Sample } from '../sample.js';
import { KeptMetric } from './kept-metric.js';

export class GaugeSeries {
  value = 0;

  inc(): void {
    this.value++;
  }

  dec(): void {
    this.value--;
  }

  /** Does nothing: operations in progress stay in progress. */
  reset(): void {}
}

export class KeptGauge extends KeptMetric<GaugeSeries> {
  readonly type = 'gauge';

  protected open(): GaugeSeries {
    return new GaugeSeries();
  }

  protected collect({ value }: GaugeSeries, labels: LabelValues, into: Sample[]): void {
    into.push({ labels, value });
  }
}
