import { businessOperation } from '../conventions/business.js';
import { observeMethod } from './observe-method.js';

/**
 * A span, `business_operations_total` and `business_operation_duration_seconds` for each call of an operation that
 * means something to the business.
 *
 * @example
 * \@TraceOperation('checkout')
 * checkout(cart: Cart) {}
 */
export function TraceOperation(name: string): MethodDecorator {
  return observeMethod(() => {
    const base = businessOperation(name);
    return { operation: () => base };
  });
}
