import type { Attributes } from '@opentelemetry/api';
import { concludeByThrow, type ExpectedError, type Operation, type Telemetry } from '../observation/index.js';
import { businessOperation } from '../conventions/business/business.js';
import { ask, type DescribedCall, factsOf, type PerCall } from './described-call.js';
import { settingsOf } from './description-settings.js';

export interface TraceOperationOptions {
  /** Attributes of the span. They are not metric labels. */
  readonly attributes?: Attributes;
  /** Errors that are no failure of it, nor of the calls below and above it: classes, or functions of the error. */
  readonly expected?: readonly ExpectedError[];
  /** Attributes of what came out, once it has settled. */
  readonly onResult?: (result: never) => Attributes;
}

/** A business operation. If its options throw, the call is still a business operation. */
export function describeBusinessCall(
  name: string,
  options: PerCall<TraceOperationOptions> | undefined,
  args: readonly unknown[],
  telemetry: Telemetry,
  base = settingsOf(telemetry).kept(`business\n${name}`, () => businessOperation(name)),
): DescribedCall {
  const { report } = telemetry;
  const { attributes, onResult, expected } =
    typeof options === 'function'
      ? (ask(report, `The options of the operation "${name}"`, () => options(...(args as never[]))) ?? {})
      : (options ?? {});
  const operation: Operation = attributes === undefined ? base : { ...base, attributes };
  if (onResult === undefined) return { operation, conclude: concludeByThrow, expected };
  return {
    operation,
    expected,
    conclude: (settlement) => {
      const facts = settlement.as === 'returned' ? factsOf(onResult, settlement.value, report) : undefined;
      return facts === undefined ? concludeByThrow(settlement) : { failed: false, facts };
    },
  };
}
