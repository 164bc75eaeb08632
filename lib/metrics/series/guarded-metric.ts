import { isAddable, type ValueReport } from '../value-report.js';

type Method = (...parameters: unknown[]) => unknown;
type Methods = Partial<Record<string, Method>>;
type Takes = (value: unknown) => boolean;

const one: Takes = (value) => value === undefined || Number.isFinite(value);

/** By type of metric: the methods that take a value, and the valid values. Without a value, `inc` and `dec` mean 1. */
const TAKES = {
  counter: { inc: (value: unknown) => value === undefined || isAddable(value) },
  gauge: { inc: one, dec: one, set: Number.isFinite },
  histogram: { observe: Number.isFinite },
  summary: { observe: Number.isFinite },
} satisfies Readonly<Record<string, Readonly<Record<string, Takes>>>>;

/**
 * Makes a metric of the application safe: an invalid value is reported and not recorded, and no method throws.
 * Otherwise one NaN would stay in a sum until the process ends.
 */
export function guardMetric(metric: object, name: string, type: keyof typeof TAKES, report: ValueReport): void {
  const methods = metric as Methods;
  guard(methods, TAKES[type], valueBesideLabels, name, report);
  const childOf = methods['labels']?.bind(metric);
  if (childOf === undefined) return;
  methods['labels'] = (...labels) => {
    try {
      const child = childOf(...labels) as Methods;
      guard(child, TAKES[type], ([value]) => value, name, report);
      return child;
    } catch (error) {
      report.failed(name, error);
      return INERT;
    }
  };
}

function guard(
  methods: Methods,
  takes: Readonly<Record<string, Takes>>,
  valueOf: (given: readonly unknown[]) => unknown,
  name: string,
  report: ValueReport,
): void {
  for (const [verb, takesValue] of Object.entries(takes)) {
    const method = methods[verb]?.bind(methods);
    if (method === undefined) continue;
    methods[verb] = (...given) => {
      const value = valueOf(given);
      if (!takesValue(value)) return report.refused(name, value);
      try {
        return method(...given);
      } catch (error) {
        return report.failed(name, error);
      }
    };
  }
}

/** `inc(2)` or `inc({ channel: 'web' }, 2)`. */
function valueBesideLabels([first, second]: readonly unknown[]): unknown {
  return typeof first === 'object' && first !== null ? second : first;
}

/** Replaces the series if the metric does not have the labels. */
const INERT: Methods = Object.freeze({
  inc: () => undefined,
  dec: () => undefined,
  set: () => undefined,
  observe: () => undefined,
  setToCurrentTime: () => undefined,
  startTimer: () => () => 0,
});
