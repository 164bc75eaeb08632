import type { Context } from '@opentelemetry/api';
import { CallContext, UNIT_OF_WORK } from './call-context.js';
import type { Observation } from './observation.js';
import type { Telemetry } from './telemetry.js';

/** A request, a message, a job: the outermost call and all that is done on its behalf. */
export class UnitOfWork {
  /** The outermost observation. */
  root: Observation | undefined;

  constructor(readonly telemetry: Telemetry) {}

  static of(context: Context): UnitOfWork | undefined {
    return context.getValue(UNIT_OF_WORK) as UnitOfWork | undefined;
  }

  enter(context: Context): Context {
    return CallContext.of(context).setValue(UNIT_OF_WORK, this);
  }
}
