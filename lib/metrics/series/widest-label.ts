import type { LabelValues } from '../sample.js';

/** The label with the most distinct values. */
export function widestLabel(sets: Iterable<LabelValues>): { name: string; values: number } | undefined {
  const distinct = new Map<string, Set<string>>();
  for (const labels of sets) {
    for (const [name, value] of Object.entries(labels)) {
      const values = distinct.get(name) ?? new Set();
      distinct.set(name, values.add(value));
    }
  }
  let widest: { name: string; values: number } | undefined;
  for (const [name, values] of distinct) {
    if (widest === undefined || values.size > widest.values) widest = { name, values: values.size };
  }
  return widest;
}
