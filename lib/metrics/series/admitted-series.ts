import { OVERFLOW_LABELS } from '../../conventions/metrics/overflow.js';
import type { LabelValues } from '../sample.js';
import type { SeriesCap } from './series-cap.js';

/** Labels as users pass them. */
export type GivenLabels = Readonly<Record<string, string | number>>;

/** The label sets of one metric that have a series. The first label sets get one, up to the limit. */
export class AdmittedSeries {
  private readonly keys = new Set<string>();

  constructor(
    private readonly metric: string,
    private readonly names: readonly string[],
    private readonly cap: SeriesCap,
  ) {}

  /** The labels that a value is recorded under: these, or those of the overflow series. */
  admit(labels: GivenLabels): GivenLabels {
    const key = this.keyOf(labels);
    if (this.keys.has(key)) return labels;
    if (this.keys.size < this.cap.limit) {
      this.keys.add(key);
      return labels;
    }
    this.cap.fold(this.metric, () => this.present());
    return OVERFLOW_LABELS;
  }

  release(labels: GivenLabels): void {
    this.keys.delete(this.keyOf(labels));
  }

  clear(): void {
    this.keys.clear();
  }

  private keyOf(labels: GivenLabels): string {
    const { names } = this;
    let key = `${labels[names[0] as string]}`;
    for (let at = 1; at < names.length; at++) key += `\u0000${labels[names[at] as string]}`;
    return key;
  }

  private *present(): Iterable<LabelValues> {
    for (const key of this.keys) {
      const values = key.split('\u0000');
      yield Object.fromEntries(this.names.map((name, at) => [name, values[at] ?? '']));
    }
  }
}
