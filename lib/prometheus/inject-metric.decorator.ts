import { Inject } from '@nestjs/common';

/** The injection token of a metric. It is the token of `@willsoto/nestjs-prometheus`. */
export function getToken(name: string): string {
  return `PROM_METRIC_${name.toUpperCase()}`;
}

/**
 * Injects the metric of that name. One of the `make…Provider` functions provides it.
 *
 * @example
 * constructor(\@InjectMetric('orders_total') private readonly orders: Counter) {}
 */
export function InjectMetric(name: string): PropertyDecorator & ParameterDecorator {
  return Inject(getToken(name));
}
