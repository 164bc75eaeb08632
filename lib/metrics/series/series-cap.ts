import type { Registry } from 'prom-client';
import { OVERFLOW_COUNTER, OVERFLOW_LABEL } from '../../conventions/metrics/overflow.js';
import type { ReportFault } from '../../observation/index.js';
import { type CounterSeries, KeptCounter } from '../kept/kept-counter.js';
import type { LabelValues } from '../sample.js';
import type { SeriesLimit } from '../kept/series-limit.js';
import { widestLabel } from './widest-label.js';

/** The series limit of one application. It reports label sets beyond the limit. */
export class SeriesCap implements SeriesLimit {
  private readonly counter: KeptCounter;
  private readonly counted = new Map<string, CounterSeries>();

  constructor(
    readonly limit: number,
    registry: Registry,
    private readonly report: ReportFault,
    prefix = '',
  ) {
    this.counter = new KeptCounter(prefix + OVERFLOW_COUNTER.name, OVERFLOW_COUNTER.help, registry);
  }

  fold(metric: string, present: () => Iterable<LabelValues>): void {
    let counted = this.counted.get(metric);
    if (counted === undefined) {
      counted = this.counter.labels({ metric });
      this.counted.set(metric, counted);
      this.warn(metric, present());
    }
    counted.inc();
  }

  private warn(metric: string, present: Iterable<LabelValues>): void {
    const widest = widestLabel(present);
    const values =
      widest === undefined ? '' : ` The label "${widest.name}" grows: it has ${widest.values} different values.`;
    this.report(
      `The metric ${metric} has ${this.limit} series, and what is new is added up in {${OVERFLOW_LABEL}="true"}.${values} ` +
        'Give it fewer values, or raise metrics.maxSeriesPerMetric.',
    );
  }
}
