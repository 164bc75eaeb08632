import type { PackageCopy } from './package-copy.js';

/** What to do about a version that lacks something: which one depends on the side on which it leaves what is supported. */
export function versionFix({ name, version }: PackageCopy, supported: string | undefined): string {
  const found = numbers(version ?? '');
  const bounds = (supported?.match(/\d+(?:\.\d+)*/g) ?? []).map(numbers);
  const [lowest] = bounds;
  const highest = bounds.at(-1);
  if (found.length === 0 || lowest === undefined || highest === undefined) return 'update nestjs-telemetry';
  if (isBelow(found, lowest)) return `npm install "${name}@${supported}"`;
  const isOpen = supported?.includes('>=') === true;
  const limit = !isOpen && (found[0] ?? 0) > (highest[0] ?? 0) ? String((highest[0] ?? 0) + 1) : version;
  return `update nestjs-telemetry, or pin ${name} to a version below ${limit}`;
}

function numbers(version: string): readonly number[] {
  return /^\d+(?:\.\d+)*/.exec(version)?.[0].split('.').map(Number) ?? [];
}

function isBelow(one: readonly number[], other: readonly number[]): boolean {
  for (const [at, value] of other.entries()) {
    const difference = (one[at] ?? 0) - value;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
