import { isAddable, type ValueReport } from '../value-report.js';

type Method = (...parameters: unknown[]) => unknown;
type Methods = Partial<Record<string, Method>>;

/** Which values a method of a metric takes. Without a value, `inc` and `dec` mean 1. */
const TAKES: Readonly<Record<string, (value: unknown, metric: Methods) => boolean>> = {
  // Only a counter has no `set`, and only a counter must not fall.
  inc: (value, metric) =>
    value === undefined || value === null || (metric['set'] === undefined ? isAddable(value) : Number.isFinite(value)),
  dec: (value) => value === undefined || value === null || Number.isFinite(value),
  set: Number.isFinite,
  observe: Number.isFinite,
};

/**
 * Makes a metric of the application safe to use in its code: what it cannot take is reported and not added, and nothing
 * is thrown. One NaN would otherwise stay in a sum until the process ends.
 */
export function guardMetric<M extends object>(metric: M, name: string, report: ValueReport): M {
  const methods = metric as unknown as Methods;
  guard(methods, name, report);
  const children = methods['labels']?.bind(metric);
  if (children === undefined) return metric;
  methods['labels'] = (...given) => {
    try {
      return guard(children(...given) as Methods, name, report);
    } catch (error) {
      report.failed(name, error);
      return INERT;
    }
  };
  return metric;
}

function guard(methods: Methods, name: string, report: ValueReport): Methods {
  for (const [verb, takes] of Object.entries(TAKES)) {
    const method = methods[verb]?.bind(methods);
    if (method === undefined) continue;
    methods[verb] = (...given) => {
      const value = valueIn(given);
      if (!takes(value, methods)) return report.refused(name, value);
      try {
        return method(...given);
      } catch (error) {
        return report.failed(name, error);
      }
    };
  }
  return methods;
}

/** `inc(2)` or `inc({ channel: 'web' }, 2)`. */
function valueIn([first, second]: readonly unknown[]): unknown {
  return typeof first === 'object' && first !== null ? second : first;
}

/** Stands for the series of labels that the metric does not have. */
const INERT: Methods = Object.freeze({
  inc: () => undefined,
  dec: () => undefined,
  set: () => undefined,
  observe: () => undefined,
  setToCurrentTime: () => undefined,
  startTimer: () => () => 0,
});
