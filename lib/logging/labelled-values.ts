import type { Redactor } from '../conventions/redaction/redactor.js';
import type { Entry } from './value-entries.js';

/** Fields that name the value next to them: `{ name: 'authorization', value: … }`. */
const LABELS: ReadonlySet<string> = new Set(['name', 'key', 'field', 'header', 'property', 'path', 'param', 'n', 'k']);
const VALUES: ReadonlySet<string> = new Set(['value', 'values', 'val', 'content', 'data', 'v']);

/**
 * The entries of an object in which one entry names the value of another. The value is hidden if the name is secret.
 */
export function labelledEntries(entries: readonly Entry[], redactor: Redactor | undefined): readonly Entry[] {
  if (redactor === undefined || entries.length < 2) return entries;
  const label = entries.find(([name, value]) => typeof value === 'string' && LABELS.has(name.toLowerCase()))?.[1];
  if (label === undefined) return entries;
  return entries.map((entry) => {
    const [name, value] = entry;
    const replacement = VALUES.has(name.toLowerCase()) ? redactor.replacement(label as string, value) : undefined;
    return replacement === undefined ? entry : [name, replacement];
  });
}

/** A list of alternating names and values, such as Node's `rawHeaders`, or one pair of them. */
export function labelledItems(items: readonly unknown[], redactor: Redactor | undefined): readonly unknown[] {
  if (redactor === undefined || items.length % 2 !== 0 || items.length > MAX_ITEMS) return items;
  let copy: unknown[] | undefined;
  for (let at = 0; at < items.length; at += 2) {
    const name = items[at];
    if (typeof name !== 'string') return copy ?? items;
    const replacement = name.length <= MAX_NAME ? redactor.replacement(name, items[at + 1]) : undefined;
    if (replacement !== undefined) (copy ??= [...items])[at + 1] = replacement;
  }
  return copy ?? items;
}

const MAX_NAME = 64;
const MAX_ITEMS = 1_000;
