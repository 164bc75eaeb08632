import type { Context } from '@opentelemetry/api';
import { expecting, type Telemetry, withExpected } from '../observation/index.js';
import { ask, type DescribedCall } from './described-call.js';

/**
 * Runs `fn` as the call that `describe` describes. If `describe` throws or returns nothing usable, this reports it, and
 * `fn` runs unobserved.
 */
export function runDescribed<T>(
  telemetry: Telemetry,
  what: string,
  describe: () => DescribedCall & { readonly parent?: Context },
  fn: () => T,
  parent?: Context,
): T {
  const call = ask(telemetry.report, `The description of ${what}`, describe);
  if (call === undefined) return fn();
  const at = call.parent ?? parent;
  const { expected } = call;
  const below = expected === undefined ? at : withExpected(expecting(expected, telemetry.report), at);
  return telemetry.run(call.operation, fn, call.conclude, below);
}
