import { boolean, listOf, oneOf, type Rules, text } from './rules.js';

export const MESSAGING_RULES: Rules = {
  outgoing: boolean(),
  incoming: boolean(),
  events: oneOf(['child', 'link']),
  ignorePatterns: listOf(text()),
  requestId: boolean(),
};
