import { type Context, createContextKey } from '@opentelemetry/api';
import type { Observation } from './observation.js';
import type { Telemetry } from './telemetry.js';

// The OpenTelemetry API makes equal keys from equal names, so an ESM and a CommonJS copy read the same slot.
const UNIT_OF_WORK = createContextKey('nestjs-telemetry:unit-of-work');

/** A request, a message, a job: the outermost call and all that is done on its behalf. */
export class UnitOfWork {
  /** The outermost observation. */
  root: Observation | undefined;

  constructor(readonly telemetry: Telemetry) {}

  static of(context: Context): UnitOfWork | undefined {
    return context.getValue(UNIT_OF_WORK) as UnitOfWork | undefined;
  }

  enter(context: Context): Context {
    return context.setValue(UNIT_OF_WORK, this);
  }
}
