import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_ROUTE,
  ATTR_URL_FULL,
  ATTR_URL_PATH,
} from '@opentelemetry/semantic-conventions';
import { hostAndPath } from '../../conventions/http/host-and-path.js';
import type { DrawnSpan } from './span-tree.js';

const ATTR_URL_TEMPLATE = 'url.template';

/** The name for all requests whose method has no name. */
const ANY_METHOD = 'HTTP';

/**
 * The name of a span in a drawing. The name of a request without a route is its method alone: the title adds the path,
 * and for an outgoing request the host and the path.
 */
export function spanTitle({ name, attributes }: Pick<DrawnSpan, 'name' | 'attributes'>): string {
  const method = attributes[ATTR_HTTP_REQUEST_METHOD];
  // A name from the application stays.
  if (method === undefined || (name !== method && name !== ANY_METHOD)) return name;
  const target = attributes[ATTR_HTTP_ROUTE] === undefined ? targetOf(attributes) : undefined;
  return target === undefined ? name : `${name} ${target}`;
}

function targetOf(attributes: DrawnSpan['attributes']): string | undefined {
  const url = attributes[ATTR_URL_FULL];
  if (typeof url !== 'string') return textOf(attributes[ATTR_URL_PATH]);
  const target = hostAndPath(url);
  return target && target.host + (textOf(attributes[ATTR_URL_TEMPLATE]) ?? target.path);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
