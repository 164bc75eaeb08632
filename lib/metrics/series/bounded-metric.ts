import { OVERFLOW_LABELS } from '../../conventions/metrics/overflow.js';
import { AdmittedSeries, type GivenLabels } from './admitted-series.js';
import type { SeriesCap } from './series-cap.js';

type Method = (first?: unknown, second?: unknown) => unknown;
type Methods = Partial<Record<string, Method>>;

/** Methods that take labels first and create a series. A metric has those of its type. */
const MAKES_A_SERIES = ['inc', 'dec', 'set', 'observe'] as const;
/** Methods that call one of the above. */
const LEADS_THERE = ['startTimer', 'setToCurrentTime'] as const;

/**
 * Bounds the label sets of a prom-client metric, which would otherwise keep every label set. It uses only public
 * methods, so it works with every version of that library. The metric's label names must include the overflow label.
 */
export function boundSeries<M extends object>(
  metric: M,
  name: string,
  labelNames: readonly string[],
  cap: SeriesCap,
): M {
  const series = new AdmittedSeries(name, labelNames, cap);
  const methods = metric as unknown as Methods;
  const direct: Methods = {};
  for (const verb of MAKES_A_SERIES) {
    const method = methods[verb]?.bind(metric);
    if (method === undefined) continue;
    direct[verb] = method;
    methods[verb] = (labels, value) =>
      method(typeof labels === 'object' && labels !== null ? series.admit(labels as GivenLabels) : labels, value);
  }
  const zero = methods['zero']?.bind(metric);
  if (zero !== undefined) {
    methods['zero'] = (labels) => {
      // A label set without a series has nothing to set to zero: all such sets share the overflow series.
      if (series.admit(labels as GivenLabels) !== OVERFLOW_LABELS) zero(labels);
    };
  }
  const check = methods['labels']?.bind(metric);
  methods['labels'] = (...given: unknown[]) => {
    const labels = asLabels(labelNames, given);
    check?.(labels);
    return childOf(methods, direct, labels, series.admit(labels));
  };
  const remove = methods['remove']?.bind(metric);
  methods['remove'] = (...given: unknown[]) => {
    const labels = asLabels(labelNames, given);
    remove?.(labels);
    series.release(labels);
  };
  // A summary does so at a reset.
  const keepsSeries = direct['observe'] !== undefined && zero === undefined;
  const reset = methods['reset']?.bind(metric);
  methods['reset'] = () => {
    reset?.();
    if (!keepsSeries) series.clear();
  };
  return metric;
}

/** A metric with its labels set: the result of prom-client's `labels()`. */
function childOf(methods: Methods, direct: Methods, labels: GivenLabels, admitted: GivenLabels): Methods {
  const child: Methods = {};
  for (const verb of MAKES_A_SERIES) {
    const method = direct[verb];
    if (method !== undefined) child[verb] = (value) => method(admitted, value);
  }
  for (const verb of LEADS_THERE) {
    const method = methods[verb];
    if (method !== undefined) child[verb] = () => method.call(methods, labels);
  }
  return child;
}

// `labels('web', 'de')` or `labels({ channel: 'web', country: 'de' })`
function asLabels(names: readonly string[], given: readonly unknown[]): GivenLabels {
  const [first] = given;
  if (typeof first === 'object' && first !== null) return first as GivenLabels;
  if (given.length !== names.length) {
    throw new Error(
      `Invalid number of arguments (${given.length}): "${given.join(', ')}" for label names (${names.length}): "${names.join(', ')}".`,
    );
  }
  return Object.fromEntries(names.map((name, at) => [name, given[at] as string]));
}
