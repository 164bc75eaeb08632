import { randomUUID } from 'node:crypto';
import type { Context, SpanContext } from '@opentelemetry/api';
import { CallContext, UNIT_OF_WORK } from './call-context.js';
import type { Observation } from './observation.js';
import { STATE_VERSION } from './shared-state.js';

/** A unit that lives long, such as a consumer, must not gather fields without end. */
const MAX_FIELDS = 100;
/** Visible characters, and not so many that a stranger fills the log. */
const ACCEPTABLE_ID = /^[\x21-\x7E]{1,128}$/;

/** A request, a message, a job: the outermost call and all that is done on its behalf. */
export class UnitOfWork {
  /** The outermost observation. */
  root: Observation | undefined;
  /** The span of another process that asked for this work. */
  sender: SpanContext | undefined;

  private assigned: Record<string, unknown> | undefined;
  private reported: WeakSet<object> | undefined;
  /** Undefined where the unit is no request, empty where its id is not made yet. */
  private id: string | undefined;

  /** Tells copies of other versions that the other fields are not for them. */
  readonly stateVersion = STATE_VERSION;

  /** `telemetry` is the `Telemetry` that began the unit; it makes units, and so its type is not known here. */
  constructor(readonly telemetry: object) {}

  /** The unit of work in progress, where it is one of this copy of the package or of one that shares its state. */
  static of(context: Context): UnitOfWork | undefined {
    const unit = context.getValue(UNIT_OF_WORK) as UnitOfWork | undefined;
    return unit?.stateVersion === STATE_VERSION ? unit : undefined;
  }

  /** Whether a unit of work is in progress, of whichever copy of this package. */
  static isIn(context: Context): boolean {
    return context.getValue(UNIT_OF_WORK) !== undefined;
  }

  enter(context: Context): Context {
    return CallContext.of(context).setValue(UNIT_OF_WORK, this);
  }

  /** What was assigned so far. */
  get fields(): Readonly<Record<string, unknown>> | undefined {
    return this.assigned;
  }

  /** Adds fields to all that is said of this unit from now on; false when there are too many, and some are left out. */
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

  /** Says that this is a request, and which id its sender gave it, if any. An id that is no id is not taken over. */
  identify(given: unknown): void {
    this.id = typeof given === 'string' && ACCEPTABLE_ID.test(given) ? given : '';
  }

  /** The request's id, the sender's or a random one; undefined where the unit is no request. */
  get requestId(): string | undefined {
    if (this.id === '') this.id = randomUUID();
    return this.id;
  }

  /** Whether `error` is told in full for the first time in this unit. */
  isNews(error: object): boolean {
    this.reported ??= new WeakSet();
    if (this.reported.has(error)) return false;
    this.reported.add(error);
    return true;
  }
}
