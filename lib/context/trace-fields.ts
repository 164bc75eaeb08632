import { propagation, type TextMapPropagator } from '@opentelemetry/api';

/** Fields that go with a trace context, and can also be sent without one. */
const COMPANIONS: ReadonlySet<string> = new Set(['baggage', 'tracestate']);

/** The fields in which trace context is sent: those of `propagator`, and those of the global one. */
export class TraceFields {
  private fields: readonly string[] | undefined;

  constructor(private readonly propagator: TextMapPropagator) {}

  /** True when another instrumentation, or the code that sends, has written trace context into a carrier already. */
  areIn(has: (field: string) => boolean): boolean {
    this.fields ??= [...new Set([...this.propagator.fields(), ...propagation.fields()])].filter(
      (field) => !COMPANIONS.has(field),
    );
    return this.fields.some(has);
  }
}
