import { randomBytes, randomUUID } from 'node:crypto';
import type { Context, SpanContext } from '@opentelemetry/api';
import { CallContext, UNIT_OF_WORK } from './call-context.js';
import type { Observation } from './observation.js';
import { STATE_VERSION } from './shared-state.js';

/** A bound, because a unit that runs for a long time, such as a consumer, could collect fields without end. */
const MAX_FIELDS = 100;
/** Visible characters, with a maximum length, so that a client cannot fill the log. */
const ACCEPTABLE_ID = /^[\x21-\x7E]{1,128}$/;

/** Ids of failures only differ within a unit of work. */
const FAILURE_ID_BYTES = 4;

/** A request, a message or a job: the outermost call and all work inside it. */
export class UnitOfWork {
  /** The outermost observation. */
  root: Observation | undefined;
  /** The span of another process that asked for this work. */
  sender: SpanContext | undefined;

  private assigned: Record<string, unknown> | undefined;
  private reported: WeakMap<object, string> | undefined;
  /** Undefined if the unit is not a request; empty until the id is generated. */
  private id: string | undefined;

  /** Copies of other versions check this field. They must not read the other fields. */
  readonly stateVersion = STATE_VERSION;

  /** `telemetry` is the `Telemetry` that began the unit. Its type is not imported here: `Telemetry` creates units. */
  constructor(readonly telemetry: object) {}

  /** The current unit of work, if it belongs to this copy of the package or to a copy with the same state. */
  static of(context: Context): UnitOfWork | undefined {
    const unit = context.getValue(UNIT_OF_WORK) as UnitOfWork | undefined;
    return unit?.stateVersion === STATE_VERSION ? unit : undefined;
  }

  /** True inside a unit of work of any copy of this package. */
  static isIn(context: Context): boolean {
    return context.getValue(UNIT_OF_WORK) !== undefined;
  }

  enter(context: Context): Context {
    return CallContext.of(context).setValue(UNIT_OF_WORK, this);
  }

  /** The fields that were assigned so far. */
  get fields(): Readonly<Record<string, unknown>> | undefined {
    return this.assigned;
  }

  /**
   * Adds fields to all telemetry of this unit from now on. Returns false if there are too many fields and some were
   * dropped.
   */
  assign(fields: Readonly<Record<string, unknown>>): boolean {
    this.assigned ??= Object.create(null) as Record<string, unknown>;
    let room = MAX_FIELDS - Object.keys(this.assigned).length;
    let complete = true;
    for (const [name, value] of Object.entries(fields)) {
      if (name in this.assigned || room-- > 0) this.assigned[name] = value;
      else complete = false;
    }
    return complete;
  }

  /** Marks the unit as a request, with the id that the client sent, if any. An invalid id is ignored. */
  identify(given: unknown): void {
    this.id = typeof given === 'string' && ACCEPTABLE_ID.test(given) ? given : '';
  }

  /** The id of the request: the client's id or a random one. Undefined if the unit is not a request. */
  get requestId(): string | undefined {
    if (this.id === '') this.id = randomUUID();
    return this.id;
  }

  /** Notes a report of a failure: of an error and the errors that it wraps. */
  reportOf(errors: readonly object[]): FailureReport {
    this.reported ??= new WeakMap();
    const known = this.idOf(errors);
    const id = known ?? randomBytes(FAILURE_ID_BYTES).toString('hex');
    for (const error of errors) this.reported.set(error, id);
    return { id, isFirst: known === undefined };
  }

  /** True if this unit has reported one of these errors. */
  hasReported(errors: readonly object[]): boolean {
    return this.idOf(errors) !== undefined;
  }

  private idOf(errors: readonly object[]): string | undefined {
    const { reported } = this;
    const known = reported && errors.find((error) => reported.has(error));
    return known && reported?.get(known);
  }
}

/** A report of a failure in a unit of work. */
export interface FailureReport {
  /** The same in all reports of the failure. */
  readonly id: string;
  /** True for the first report, which is complete. */
  readonly isFirst: boolean;
}
