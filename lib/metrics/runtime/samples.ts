import type { Sample } from '../sample.js';

const NO_LABELS = {};

/** One sample without labels. None without a value. */
export function single(value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels: NO_LABELS, value }];
}

/** One sample for each value of one label. */
export function samplesBy(
  label: string,
  values: Readonly<Record<string, number>>,
  named: (value: string) => string = (value) => value,
): Sample[] {
  return Object.entries(values).map(([of, value]) => ({ labels: { [label]: named(of) }, value }));
}
