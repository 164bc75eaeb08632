import { measurement, type MeasuredMetric, metricNameOf } from '../conventions/measurement/measurement.js';
import { TelemetryError } from '../telemetry.errors.js';
import { concludeByThrow } from '../observation/index.js';
import { observeMethod } from './observe-method.js';

export interface MeasuredMethodOptions {
  /** Default: says which method is counted or timed. */
  readonly help?: string;
  /** Labels with fixed values, beside `result`. */
  readonly labels?: Readonly<Record<string, string>>;
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A method decorator with a metric whose name follows from the method's, unless one is given. */
export function measuredMethod(
  { type, suffix, says }: { readonly type: MeasuredMetric['type']; readonly suffix: string; readonly says: string },
  given: string | undefined,
  { help, labels = {} }: MeasuredMethodOptions,
): MethodDecorator {
  for (const name of [...(given === undefined ? [] : [given]), ...Object.keys(labels)]) check(name);
  return observeMethod((functionName) => {
    const name = given ?? metricNameOf(functionName) + suffix;
    const operation = measurement(functionName, { type, name, help: help ?? `${says} ${functionName}`, labels });
    const call = { operation, conclude: concludeByThrow };
    return () => call;
  }, false);
}

function check(name: string): void {
  if (NAME.test(name)) return;
  throw new TelemetryError(
    'INVALID_OPTION',
    `"${name}" is no name for a metric or a label.`,
    'Prometheus knows letters, digits and underscores only.',
    'Give a name such as orders_placed_total.',
  );
}
