import type { LabelValues, Sample } from '../sample.js';
import { isAddable } from '../value-report.js';
import { KeptMetric } from './kept-metric.js';

export class CounterSeries {
  value = 0;

  inc(amount = 1): void {
    if (isAddable(amount)) this.value += amount;
  }

  reset(): void {
    this.value = 0;
  }
}

export class KeptCounter extends KeptMetric<CounterSeries> {
  readonly type = 'counter';

  protected open(): CounterSeries {
    return new CounterSeries();
  }

  protected collect({ value }: CounterSeries, labels: LabelValues, into: Sample[]): void {
    into.push({ labels, value });
  }
}
