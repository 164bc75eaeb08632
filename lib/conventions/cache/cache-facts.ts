import { type Conclude, concludeByThrow } from '../../observation/index.js';
import { foundFacts } from './cache-lookup.js';

/** The result of a lookup of one key. Only undefined is a miss; a cached false, 0 or null is a hit. */
export const concludeValue: Conclude = (settlement) =>
  settlement.as === 'returned'
    ? { failed: false, facts: foundFacts(settlement.value === undefined ? 0 : 1, 1) }
    : concludeByThrow(settlement);

/** The result of a lookup of several keys, whose values are a list. */
export const concludeValues: Conclude = (settlement) => {
  if (settlement.as !== 'returned' || !Array.isArray(settlement.value)) return concludeByThrow(settlement);
  const { value: values } = settlement as { value: readonly unknown[] };
  return { failed: false, facts: foundFacts(values.filter((value) => value !== undefined).length, values.length) };
};

/** The result of an existence check. A check of several keys has a list of answers. */
export const concludePresence: Conclude = (settlement) => {
  if (settlement.as !== 'returned') return concludeByThrow(settlement);
  const answers: readonly unknown[] = Array.isArray(settlement.value) ? settlement.value : [settlement.value];
  return { failed: false, facts: foundFacts(answers.filter((answer) => answer === true).length, answers.length) };
};
