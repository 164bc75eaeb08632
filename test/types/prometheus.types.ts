// Checked by the compiler alone: an application changes one import when it comes from nestjs-prometheus.
import type * as theirs from '@willsoto/nestjs-prometheus';
import type * as ours from 'nestjs-telemetry/prometheus';

type Moved =
  | 'InjectMetric'
  | 'getToken'
  | 'makeCounterProvider'
  | 'makeGaugeProvider'
  | 'makeHistogramProvider'
  | 'makeSummaryProvider';

export function signaturesAreTheSame(one: Pick<typeof ours, Moved>, other: Pick<typeof theirs, Moved>): void {
  const forth: Pick<typeof theirs, Moved> = one;
  const back: Pick<typeof ours, Moved> = other;
  void [forth, back];
}

export function typesAreTheSame(one: ours.MetricProviderInject, other: theirs.MetricProviderInject): void {
  const forth: theirs.MetricProviderInject = one;
  const back: ours.MetricProviderInject = other;
  void [forth, back];
}
