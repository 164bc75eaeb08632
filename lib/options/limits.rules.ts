import { count, type Rules } from './rules.js';

export const LIMITS_RULES: Rules = { logQueueBytes: count() };
