/**
 * Whether a version is in a range as package.json has it. Of such ranges it knows `^`, `>=`, `>`, `<=`, `<`, exact
 * versions, blanks for "and", and `||` for "or". Undefined for other ranges.
 */
export function isInRange(version: string, range: string): boolean | undefined {
  const found = numbers(version);
  if (found === undefined) return undefined;
  const alternatives = new Set(range.split('||').map((alternative) => holds(found, alternative)));
  if (alternatives.has(true)) return true;
  return alternatives.has(undefined) ? undefined : false;
}

type Version = readonly [number, number, number];

function holds(version: Version, comparators: string): boolean | undefined {
  const results = comparators
    .trim()
    .split(/\s+/)
    .map((comparator) => compare(version, comparator));
  return results.includes(undefined) ? undefined : results.every(Boolean);
}

function compare(version: Version, comparator: string): boolean | undefined {
  const [, operator = '', text = ''] = /^(\^|>=|<=|>|<|)v?(\d[\w.+-]*)$/.exec(comparator) ?? [];
  const limit = numbers(text);
  if (limit === undefined) return undefined;
  const order = difference(version, limit);
  switch (operator) {
    case '^':
      return order >= 0 && difference(version, nextBreaking(limit)) < 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0;
    default:
      return order === 0;
  }
}

function nextBreaking([major, minor, patch]: Version): Version {
  if (major > 0) return [major + 1, 0, 0];
  return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1];
}

function difference(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

/** Sorts versions, the lowest first. */
export function compareVersions(one: string, other: string): number {
  return difference(numbers(one) ?? [0, 0, 0], numbers(other) ?? [0, 0, 0]);
}

function numbers(text: string): Version | undefined {
  const found = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
}
