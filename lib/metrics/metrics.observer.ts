import { type Context, type SpanContext, trace, TraceFlags } from '@opentelemetry/api';
import type { Registry } from 'prom-client';
import type { OperationKind } from '../conventions/kinds.js';
import { MEASUREMENT } from '../conventions/measurement/measurement.kind.js';
import type { MetricFamily } from '../conventions/metrics/metric-families.js';
import type { Labels, Observer, Operation, Outcome, Recording } from '../observation/index.js';
import { FamilyInstruments, type LabelledInstruments } from './family-instruments.js';
import { MethodMetrics } from './method-metrics.js';
import type { SeriesCap } from './series/series-cap.js';

/** Counts, times and sizes the operations that have a metric family. Sampling has no part in it. */
export class MetricsObserver implements Observer {
  readonly name = 'metrics';
  private readonly families: ReadonlyMap<string, FamilyInstruments>;
  // By identity: an instrumentation describes the same call with the same object, and what is derived from it is kept.
  private readonly instruments = new WeakMap<Labels, LabelledInstruments>();

  private readonly methods: MethodMetrics;

  constructor(
    registry: Registry,
    families: readonly MetricFamily[],
    cap?: SeriesCap,
    /** Whether durations lead to the traces of sampled operations. */
    private readonly exemplars = true,
    durationBuckets?: readonly number[],
  ) {
    this.methods = new MethodMetrics(registry, cap, durationBuckets);
    this.families = new Map(families.map((family) => [family.kind, new FamilyInstruments(family, registry, cap)]));
  }

  /** The metrics of one kind of operation; undefined when they are switched off. */
  family(kind: OperationKind): FamilyInstruments | undefined {
    return this.families.get(kind);
  }

  begin(operation: Operation, context: Context): Recording | undefined {
    const family = this.families.get(operation.kind);
    if (family === undefined) return operation.kind === MEASUREMENT.kind ? this.methods.begin(operation) : undefined;
    const instruments = this.of(family, operation.labels);
    instruments.inFlight?.inc();
    return new MeasuredRecording(this, family, instruments, this.exemplars ? context : undefined);
  }

  of(family: FamilyInstruments, labels: Labels): LabelledInstruments {
    let instruments = this.instruments.get(labels);
    if (instruments === undefined) {
      instruments = family.labelled(labels);
      this.instruments.set(labels, instruments);
    }
    return instruments;
  }
}

class MeasuredRecording implements Recording {
  constructor(
    private readonly observer: MetricsObserver,
    private readonly family: FamilyInstruments,
    private instruments: LabelledInstruments,
    /** What the tracing observer handed down. */
    private readonly tracedIn: Context | undefined,
  ) {}

  describe(operation: Operation): void {
    const instruments = this.observer.of(this.family, operation.labels);
    if (instruments === this.instruments) return;
    this.instruments.inFlight?.dec();
    instruments.inFlight?.inc();
    this.instruments = instruments;
  }

  end(_operation: Operation, outcome: Outcome): void {
    this.instruments.inFlight?.dec();
    this.instruments.record(outcome, this.tracedIn && exportedSpan(this.tracedIn));
  }
}

/** The operation's own span, if it will be exported. One that does not record is its caller's, or nobody's. */
function exportedSpan(context: Context): SpanContext | undefined {
  const span = trace.getSpan(context);
  if (span === undefined || !span.isRecording()) return undefined;
  const spanContext = span.spanContext();
  return (spanContext.traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : spanContext;
}
