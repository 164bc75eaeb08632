import type { AttributeValue } from '@opentelemetry/api';
import { ATTR_HTTP_RESPONSE_STATUS_CODE, ATTR_SERVER_PORT } from '@opentelemetry/semantic-conventions';
import { ATTR_MESSAGING_REPLY_CANCELLED } from '../attributes.js';

const NUMBERS: ReadonlySet<string> = new Set([ATTR_SERVER_PORT, ATTR_HTTP_RESPONSE_STATUS_CODE]);
const FLAGS: ReadonlySet<string> = new Set([ATTR_MESSAGING_REPLY_CANCELLED]);

/** A label's text with the type that the attribute has. Undefined for an empty text: the attribute is absent. */
export function attributeValue(name: string, text: string): AttributeValue | undefined {
  if (text === '') return undefined;
  if (NUMBERS.has(name)) return Number(text);
  return FLAGS.has(name) ? text === 'true' : text;
}
