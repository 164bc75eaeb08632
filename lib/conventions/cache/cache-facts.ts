import { type Conclude, concludeByThrow } from '../../observation/index.js';
import { foundFacts } from './cache-lookup.js';

/** Concludes a lookup of one key from what it found: only undefined is a miss, a cached false, 0 or null is a hit. */
export const concludeValue: Conclude = (settlement) =>
  settlement.as === 'returned'
    ? { failed: false, facts: foundFacts(settlement.value === undefined ? 0 : 1, 1) }
    : concludeByThrow(settlement);

/** The same for several keys, whose values come as a list. */
export const concludeValues: Conclude = (settlement) => {
  if (settlement.as !== 'returned' || !Array.isArray(settlement.value)) return concludeByThrow(settlement);
  const { value: values } = settlement as { value: readonly unknown[] };
  return { failed: false, facts: foundFacts(values.filter((value) => value !== undefined).length, values.length) };
};

/** A question whether something is there; several are answered in a list. */
export const concludePresence: Conclude = (settlement) => {
  if (settlement.as !== 'returned') return concludeByThrow(settlement);
  const answers: readonly unknown[] = Array.isArray(settlement.value) ? settlement.value : [settlement.value];
  return { failed: false, facts: foundFacts(answers.filter((answer) => answer === true).length, answers.length) };
};
