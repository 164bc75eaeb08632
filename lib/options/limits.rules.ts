import { count, type Rules } from './rules.js';

export const LIMITS_RULES: Rules = { valueBytes: count(), lineBytes: count(), logQueueBytes: count() };
