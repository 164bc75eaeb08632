import { type Context, context as contextApi } from '@opentelemetry/api';
import { expecting, type Telemetry, withExpected } from '../observation/index.js';
import { ask, type DescribedCall } from './described-call.js';

/**
 * Runs `fn` as the call that `describe` describes. If `describe` throws or returns nothing usable, this reports it, and
 * `fn` runs unobserved.
 */
export function runDescribed<T>(telemetry: Telemetry, what: string, describe: () => DescribedCall, fn: () => T): T {
  const call = ask(telemetry.report, `The description of ${what}`, describe);
  if (call === undefined) return fn();
  const parent = parentOf(call, telemetry, contextApi.active());
  return telemetry.run(call.operation, fn, call.conclude, parent, call.prepare);
}

/** The context in which a call begins. It holds the errors that the call expects. */
export function parentOf({ parent, expected }: DescribedCall, { report }: Telemetry, active: Context): Context {
  const at = parent ?? active;
  return expected === undefined ? at : withExpected(expecting(expected, report), at);
}
