import { CACHE_DRIVERS } from './cache.options.js';
import { boolean, oneOf, type Rule, type Rules } from './rules.js';

const NAMED_KEYS = oneOf(['none', 'template', 'hash']);
const KEYS: Rule = (value) => (typeof value === 'function' ? undefined : NAMED_KEYS(value));

export const CACHE_RULES: Rules = {
  drivers: Object.fromEntries(CACHE_DRIVERS.map((name) => [name, boolean()])),
  keys: KEYS,
};
