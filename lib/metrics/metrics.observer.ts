import { type Context, type SpanContext, trace, TraceFlags } from '@opentelemetry/api';
import type { Registry } from 'prom-client';
import type { OperationKind } from '../conventions/kinds.js';
import { MEASUREMENT } from '../conventions/measurement/measurement.kind.js';
import type { MetricFamily } from '../conventions/metrics/metric-families.js';
import type { Labels, Observer, Operation, Outcome, Recording } from '../observation/index.js';
import { FamilyInstruments } from './family-instruments.js';
import { KindInstruments, type LabelledKind } from './kind-instruments.js';
import { MethodMetrics } from './method-metrics.js';
import type { SeriesCap } from './series/series-cap.js';

/** The families for OTLP and their registry. */
export interface PushedFamilies {
  readonly families: readonly MetricFamily[];
  readonly registry: Registry;
}

/** Counts operations that have a metric family, and records their durations and sizes. Sampling does not affect it. */
export class MetricsObserver implements Observer {
  readonly name = 'metrics';
  private readonly families: ReadonlyMap<string, KindInstruments>;
  // Keyed by identity: an instrumentation describes the same call with the same object, so the lookups are cached.
  private readonly instruments = new WeakMap<Labels, LabelledKind>();

  private readonly methods: MethodMetrics;

  constructor(
    registry: Registry,
    families: readonly MetricFamily[],
    cap?: SeriesCap,
    /** Whether durations have exemplars with the traces of sampled operations. */
    private readonly exemplars = true,
    durationBuckets?: readonly number[],
    /** The same families for OTLP, with their own registry. */
    pushed?: PushedFamilies,
  ) {
    this.methods = new MethodMetrics(registry, cap, durationBuckets);
    const otlp = new Map(pushed?.families.map((family) => [family.kind, family]));
    const instruments = (family: MetricFamily | undefined, of?: Registry) =>
      family && of && new FamilyInstruments(family, of, cap);
    this.families = new Map(
      families.map((family) => [
        family.kind,
        new KindInstruments(
          new FamilyInstruments(family, registry, cap),
          instruments(otlp.get(family.kind), pushed?.registry),
        ),
      ]),
    );
  }

  /** The metrics of one kind of operation; undefined if they are disabled. */
  family(kind: OperationKind): KindInstruments | undefined {
    return this.families.get(kind);
  }

  begin(operation: Operation, context: Context): Recording | undefined {
    const family = this.families.get(operation.kind);
    if (family === undefined) return operation.kind === MEASUREMENT.kind ? this.methods.begin(operation) : undefined;
    const instruments = this.of(family, operation.labels);
    instruments.enter();
    return new MeasuredRecording(this, family, instruments, this.exemplars ? context : undefined);
  }

  of(family: KindInstruments, labels: Labels): LabelledKind {
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
    private readonly family: KindInstruments,
    private instruments: LabelledKind,
    /** The context that the tracing observer returned. */
    private readonly tracedIn: Context | undefined,
  ) {}

  describe(operation: Operation): void {
    const instruments = this.observer.of(this.family, operation.labels);
    if (instruments === this.instruments) return;
    this.instruments.leave();
    instruments.enter();
    this.instruments = instruments;
  }

  end(_operation: Operation, outcome: Outcome): void {
    this.instruments.leave();
    this.instruments.record(outcome, this.tracedIn && exportedSpan(this.tracedIn));
  }
}

/**
 * The span of the operation itself, if it will be exported. A span that does not record is remote, or belongs to no
 * operation.
 */
function exportedSpan(context: Context): SpanContext | undefined {
  const span = trace.getSpan(context);
  if (span === undefined || !span.isRecording()) return undefined;
  const spanContext = span.spanContext();
  return (spanContext.traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : spanContext;
}
