import { type MeasuredMethodOptions, measuredMethod } from './measured-method.js';

/**
 * Counts the calls of a method when what they return has settled, by `result`: `success` or `error`. The name is that
 * of class and method, in snake case and with `_total`, unless one is given.
 *
 * @example
 * \@Counted('orders_placed_total')
 * place(order: Order) {}
 */
export function Counted(name?: string, options: MeasuredMethodOptions = {}): MethodDecorator {
  return measuredMethod({ type: 'counter', suffix: '_total', says: 'Calls of' }, name, options);
}
