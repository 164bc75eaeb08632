import type { Attributes } from '@opentelemetry/api';
import { functionOperation } from '../conventions/function/function.js';
import { ask, type DescribedCall } from '../described/described-call.js';
import { type Conclude, concludeByThrow, type ExpectedError } from '../observation/index.js';
import { checkExpected } from './check-expected.js';
import { type DescribeCall, observeMethod } from './observe-method.js';

export interface SpanDecoratorOptions<Args extends readonly unknown[] = readonly never[]> {
  /** Attributes of every call, or of the call with these arguments. */
  readonly attributes?: Attributes | ((...args: Args) => Attributes);
  /** Errors that are no failure of the method, nor of the calls below and above it: classes, or functions of the error. */
  readonly expected?: readonly ExpectedError[];
  /** Attributes of what came out, once a promise, Observable or iterator has settled. */
  readonly onResult?: (result: never) => Attributes;
}

/**
 * A span for each call of the method, until what it returns has settled.
 *
 * @example
 * \@Span('load profile', { attributes: (id: string) => ({ 'user.id': id }) })
 * findOne(id: string) {}
 */
export function Span(name?: string, options: SpanDecoratorOptions = {}): MethodDecorator {
  checkExpected('@Span()', options.expected);
  return observeMethod((functionName) => describeFunction(name ?? functionName, functionName, options));
}

/** How a method that stands for itself is described. */
export function describeFunction(name: string, functionName: string, options: SpanDecoratorOptions = {}): DescribeCall {
  const { attributes, onResult, expected } = options;
  const operation = functionOperation(name, functionName, typeof attributes === 'object' ? attributes : undefined);
  const conclude = onResult === undefined ? concludeByThrow : concludeWith(onResult);
  const base: DescribedCall = { operation, conclude, expected };
  if (typeof attributes !== 'function') return () => base;
  return ({ report }, args) => {
    const asked = ask(report, `The "attributes" of ${functionName}`, () => attributes(...(args as never[])));
    return { operation: { ...operation, attributes: asked ?? {} }, conclude, expected };
  };
}

function concludeWith(onResult: (result: never) => Attributes): Conclude {
  return (settlement) =>
    settlement.as === 'returned'
      ? { failed: false, facts: onResult(settlement.value as never) }
      : concludeByThrow(settlement);
}
