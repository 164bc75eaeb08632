import { propagation, type TextMapPropagator } from '@opentelemetry/api';

/** Fields that accompany a trace context, and that can also be sent without one. */
const COMPANIONS: ReadonlySet<string> = new Set(['baggage', 'tracestate']);

/** The fields that carry trace context: the fields of `propagator`, and those of the global propagator. */
export class TraceFields {
  private fields: readonly string[] | undefined;

  constructor(private readonly propagator: TextMapPropagator) {}

  /** True if another instrumentation, or the sending code, has already written trace context into a carrier. */
  areIn(has: (field: string) => boolean): boolean {
    this.fields ??= [...new Set([...this.propagator.fields(), ...propagation.fields()])].filter(
      (field) => !COMPANIONS.has(field),
    );
    return this.fields.some(has);
  }
}
