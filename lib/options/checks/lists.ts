import type { Check } from '../description.js';
import { Refusal } from '../refusal.js';

const MAX_LENGTH = 10_000;

/** A list, including its holes: `[, 'a']` has an undefined item. */
export function listOf<Item>(item: Check<Item>): Check<readonly Item[]> {
  return {
    type: `list of ${item.type}`,
    ...(item.shapes === undefined ? {} : { shapes: item.shapes }),
    read(value, at) {
      if (!Array.isArray(value)) throw new Refusal(at, value, { why: 'It is a list.', fix: 'Give an array.' });
      if (value.length > MAX_LENGTH) {
        const fix = `Give at most ${MAX_LENGTH} items.`;
        throw new Refusal(at, value, { why: `It has ${value.length} items.`, fix });
      }
      return Object.freeze(Array.from(value as unknown[], (each, index) => item.read(each, `${at}[${index}]`)));
    },
  };
}

/** A list without duplicates, except of what `mayRepeat` allows. */
export function listOfDifferent<Item>(
  item: Check<Item>,
  why: string,
  mayRepeat: (item: Item) => boolean = () => false,
): Check<readonly Item[]> {
  const list = listOf(item);
  return {
    ...list,
    read(value, at) {
      const items = list.read(value, at);
      const index = items.findIndex((each, position) => items.indexOf(each) !== position && !mayRepeat(each));
      if (index < 0) return items;
      throw new Refusal(`${at}[${index}]`, items[index], { why, fix: 'Remove it: it is in the list already.' });
    },
  };
}

/** One value or a list of them. */
export function oneOrMore<Item>(
  item: Check<Item>,
  why: string,
  mayRepeat?: (item: Item) => boolean,
): Check<Item | readonly Item[]> {
  const list = listOfDifferent(item, why, mayRepeat);
  return {
    ...list,
    type: `${item.type}, or a list of them`,
    read: (value, at) => (Array.isArray(value) ? list.read(value, at) : item.read(value, at)),
  };
}

/** Upper bounds of histogram buckets. */
export function buckets(): Check<readonly number[]> {
  const list = listOf({
    type: 'numbers',
    read(value, at) {
      if (typeof value === 'number' && value >= 0 && value <= Number.MAX_VALUE) return value;
      const problem = { why: 'It is an upper bound.', fix: 'Give a number that is not negative.' };
      throw new Refusal(at, value, problem);
    },
  });
  return {
    type: 'list of numbers in rising order',
    read(value, at) {
      const bounds = list.read(value, at);
      const index = bounds.findIndex((bound, position) => position > 0 && bound <= (bounds[position - 1] as number));
      if (index < 0) return bounds;
      const problem = { why: 'Each bound is above the one before it.', fix: 'Give the bounds in rising order.' };
      throw new Refusal(at, value, problem);
    },
  };
}
