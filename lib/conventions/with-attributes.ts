import type { Attributes } from '@opentelemetry/api';
import type { Operation } from '../observation/index.js';

/** The same operation with additional attributes. Undefined attributes are left out. */
export function withAttributes(
  operation: Operation,
  more: Readonly<Record<string, string | number | undefined>>,
): Operation {
  const attributes: Attributes = { ...operation.attributes };
  for (const name in more) {
    if (more[name] !== undefined) attributes[name] = more[name];
  }
  return { ...operation, attributes };
}
