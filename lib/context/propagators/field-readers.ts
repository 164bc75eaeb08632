/** Turns what a carrier has under a name into one string; undefined when that cannot be trusted. */
export type FieldReader = (value: unknown) => string | undefined;

/** More than any field that holds ids needs. */
const MAX_LENGTH = 512;
const OPTIONAL_WHITE_SPACE = /^[ \t]+|[ \t]+$/g;

/** For a field that may come once only: a second one leaves in doubt which trace is meant. */
export function soleValue(value: unknown): string | undefined {
  const sole: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof sole !== 'string' || sole.length > MAX_LENGTH) return undefined;
  return isBlank(sole.at(0)) || isBlank(sole.at(-1)) ? sole.replace(OPTIONAL_WHITE_SPACE, '') : sole;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

/** {@link soleValue}, if all of it has the form that `pattern` describes. */
export function soleValueOf(pattern: RegExp): FieldReader {
  return (value) => {
    const sole = soleValue(value);
    return sole !== undefined && pattern.test(sole) ? sole : undefined;
  };
}

/** For a field of which the first value counts, whether the others came in a list or joined to it. */
export function firstValue(value: unknown): string | undefined {
  return soleValue(Array.isArray(value) ? value[0] : typeof value === 'string' ? value.split(',', 1)[0] : undefined);
}

/** For a field that is a list itself: what came in several headers is one list. */
export function joinedValues(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').join(',');
  return typeof value === 'string' ? value : undefined;
}
