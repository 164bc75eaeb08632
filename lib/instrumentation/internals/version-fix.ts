import type { PackageCopy } from './package-copy.js';

/** What to do about a version that lacks something: which one depends on the side on which it leaves what is supported. */
export function versionFix({ name, version }: PackageCopy, supported: string | undefined): string {
  const found = numbers(version ?? '');
  const ranges = (supported ?? '').split('||').map((range) => ({ range: range.trim(), lowest: numbers(range) }));
  const highest = ranges.at(-1)?.lowest ?? [];
  if (found.length === 0 || highest.length === 0) return 'update nestjs-telemetry';
  // Within its major where that is supported: others of the same family stay at theirs.
  const own = ranges.find(({ lowest }) => lowest[0] === found[0]);
  if (own !== undefined && isBelow(found, own.lowest)) return `npm install "${name}@${own.range}"`;
  if (own === undefined && isBelow(found, highest)) return `npm install "${name}@${supported}"`;
  const isOpen = supported?.includes('>=') === true;
  const limit = !isOpen && (found[0] ?? 0) > (highest[0] ?? 0) ? String((highest[0] ?? 0) + 1) : version;
  return `update nestjs-telemetry, or pin ${name} to a version below ${limit}`;
}

function numbers(version: string): readonly number[] {
  return /\d+(?:\.\d+)*/.exec(version)?.[0].split('.').map(Number) ?? [];
}

function isBelow(one: readonly number[], other: readonly number[]): boolean {
  for (const [at, value] of other.entries()) {
    const difference = (one[at] ?? 0) - value;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
