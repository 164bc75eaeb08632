import type { Registry } from 'prom-client';
import { measuredMetric, type MeasuredMetric, RESULT_LABEL } from '../conventions/measurement/measurement.js';
import { DURATION_BUCKETS, resultLabel } from '../conventions/metrics/metric-family.js';
import type { Labels, Operation, Outcome, Recording } from '../observation/index.js';
import { KeptCounter } from './kept/kept-counter.js';
import { KeptHistogram } from './kept/kept-histogram.js';
import { conflict } from './metric-conflict.js';
import type { SeriesCap } from './series/series-cap.js';

type Record = (outcome: Outcome) => void;

interface Made {
  readonly metric: KeptCounter | KeptHistogram;
  readonly labels: readonly string[];
}

/** The counters and histograms of decorated methods. Several methods may share one metric, with different labels. */
export class MethodMetrics {
  private readonly made = new Map<string, Made>();
  // Keyed by identity: a method describes its calls with the same labels object.
  private readonly recordings = new WeakMap<Labels, Recording>();

  constructor(
    private readonly registry: Registry,
    private readonly cap?: SeriesCap,
    private readonly buckets: readonly number[] = DURATION_BUCKETS,
  ) {}

  begin({ labels }: Operation): Recording {
    let recording = this.recordings.get(labels);
    if (recording === undefined) {
      recording = new MethodRecording(this.recorder(measuredMetric(labels)));
      this.recordings.set(labels, recording);
    }
    return recording;
  }

  private recorder(measured: Required<MeasuredMetric>): (result: string) => Record {
    const { metric } = this.obtain(measured);
    return (result) => {
      const labels = { ...measured.labels, [RESULT_LABEL]: result };
      if (metric instanceof KeptCounter) {
        const series = metric.labels(labels);
        return () => series.inc();
      }
      const series = metric.labels(labels);
      return (outcome) => series.observe(outcome.durationMs / 1_000);
    };
  }

  private obtain({ type, name, help, labels }: Required<MeasuredMetric>): Made {
    const asked = { type, labels: [...Object.keys(labels), RESULT_LABEL] };
    const known = this.made.get(name);
    if (known !== undefined) {
      if (known.metric.type === type && String(known.labels) === String(asked.labels)) return known;
      throw conflict(name, { type: known.metric.type, labels: known.labels }, asked);
    }
    const { registry, cap } = this;
    const metric =
      type === 'counter'
        ? new KeptCounter(name, help, registry, cap)
        : new KeptHistogram(name, help, this.buckets, registry, cap);
    const made = { metric, labels: asked.labels };
    this.made.set(name, made);
    return made;
  }
}

/** Stateless between begin and end, so all calls of a method share it. */
class MethodRecording implements Recording {
  private readonly records = new Map<string, Record>();

  constructor(private readonly recorder: (result: string) => Record) {}

  end(_operation: Operation, outcome: Outcome): void {
    const result = resultLabel(outcome);
    let record = this.records.get(result);
    if (record === undefined) {
      record = this.recorder(result);
      this.records.set(result, record);
    }
    record(outcome);
  }
}
