import { describeBusinessCall, type TraceOperationOptions } from '../described/business-call.js';
import { businessOperation } from '../conventions/business/business.js';
import type { PerCall } from '../described/described-call.js';
import { checkExpected } from './check-expected.js';
import { observeMethod } from './observe-method.js';

/**
 * A span, `business_operations_total` and `business_operation_duration_seconds` for each call of an operation that
 * means something to the business. The name is one of few; what differs from call to call belongs to the attributes.
 *
 * @example
 * \@TraceOperation('checkout', (cart: Cart) => ({ attributes: { 'cart.items': cart.items.length } }))
 * checkout(cart: Cart) {}
 */
export function TraceOperation(name: string, options?: PerCall<TraceOperationOptions>): MethodDecorator {
  if (typeof options === 'object') checkExpected(`@TraceOperation('${name}')`, options.expected);
  const base = businessOperation(name);
  return observeMethod(() => (telemetry, args) => describeBusinessCall(name, options, args, telemetry, base));
}
