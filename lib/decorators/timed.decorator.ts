import { type MeasuredMethodOptions, measuredMethod } from './measured-method.js';

/**
 * A histogram of the seconds until what a method returns has settled, by `result`: `success` or `error`. The name is
 * that of class and method, in snake case and with `_seconds`, unless one is given.
 *
 * @example
 * \@Timed('order_placement_seconds')
 * place(order: Order) {}
 */
export function Timed(name?: string, options: MeasuredMethodOptions = {}): MethodDecorator {
  return measuredMethod({ type: 'histogram', suffix: '_seconds', says: 'Seconds of' }, name, options);
}
