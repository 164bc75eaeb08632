/** No field with ids is longer. */
const MAX_LENGTH = 512;
const OPTIONAL_WHITE_SPACE = /^[ \t]+|[ \t]+$/g;

/** For a field that may occur only once. With two values, it is unclear which trace the caller means. */
export function soleValue(value: unknown): string | undefined {
  const sole: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof sole !== 'string' || sole.length > MAX_LENGTH) return undefined;
  return isBlank(sole.at(0)) || isBlank(sole.at(-1)) ? sole.replace(OPTIONAL_WHITE_SPACE, '') : sole;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

/** For a field whose first value counts. The other values may follow in a list, or after a comma. */
export function firstValue(value: unknown): string | undefined {
  return soleValue(Array.isArray(value) ? value[0] : typeof value === 'string' ? value.split(',', 1)[0] : undefined);
}

/** For a field that is a list: values from several headers form one list. */
export function joinedValues(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').join(',');
  return typeof value === 'string' ? value : undefined;
}
