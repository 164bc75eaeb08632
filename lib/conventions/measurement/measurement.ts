import type { Labels, Operation } from '../../observation/index.js';
import { MEASUREMENT } from './measurement.kind.js';

// The definition of the metric. These fields are not labels.
export const ATTR_METRIC_NAME = 'metric.name';
export const ATTR_METRIC_TYPE = 'metric.type';
export const ATTR_METRIC_HELP = 'metric.help';
/** The label for the outcome of a call: `success` or `error`. */
export const RESULT_LABEL = 'result';

export interface MeasuredMetric {
  readonly type: 'counter' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Calls of one method for one metric. Reuse the object: the metric finds its series by it. */
export function measurement(
  functionName: string,
  { type, name, help, labels }: MeasuredMetric,
): Operation<typeof MEASUREMENT.kind> {
  return {
    kind: MEASUREMENT.kind,
    name: functionName,
    labels: { ...labels, [ATTR_METRIC_NAME]: name, [ATTR_METRIC_TYPE]: type, [ATTR_METRIC_HELP]: help },
    attributes: {},
  };
}

export function measuredMetric(operationLabels: Labels): Required<MeasuredMetric> {
  const {
    [ATTR_METRIC_NAME]: name,
    [ATTR_METRIC_TYPE]: type,
    [ATTR_METRIC_HELP]: help,
    ...labels
  } = operationLabels as Readonly<Record<string, string>>;
  return { name: String(name), type: type === 'counter' ? 'counter' : 'histogram', help: String(help), labels };
}

/** Turns `OrdersService.placeOrder` into `orders_service_place_order`. */
export function metricNameOf(functionName: string): string {
  return functionName
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toLowerCase();
}
