import type { Result } from '../observation/index.js';
import { readText } from './errors/read-property.js';
import { className } from './errors/class-name.js';
import { ATTR_CALL_GIVEN_UP } from './attributes.js';

/** What drivers say of a call that they give up since the application closes their client. */
const MESSAGES: ReadonlySet<string | undefined> = new Set(['Connection terminated']);
const CLASSES: ReadonlySet<string> = new Set([
  'DisconnectsClientError',
  'MongoClientClosedError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
]);

/** The code of postgres.js for it. */
const CODES: ReadonlySet<string | undefined> = new Set(['CONNECTION_DESTROYED']);

/** True for an error of a client that the application closes. A connection that was lost has other errors. */
export function isGivenUp(error: unknown): boolean {
  return (
    CLASSES.has(className(error)) || MESSAGES.has(readText(error, 'message')) || CODES.has(readText(error, 'code'))
  );
}

/** The result of a call that a closing client gives up: it did not succeed, and nothing is wrong. */
export const GIVEN_UP: Result = Object.freeze({ failed: false, facts: Object.freeze({ [ATTR_CALL_GIVEN_UP]: true }) });
