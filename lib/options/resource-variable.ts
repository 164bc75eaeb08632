import type { EnvironmentReader } from './environment.js';

export const RESOURCE_VARIABLE = 'OTEL_RESOURCE_ATTRIBUTES';

/** `key=value` pairs, url-encoded. An unreadable pair is ignored with a warning. */
export function resourceAttributes(environment: EnvironmentReader): Readonly<Record<string, string>> {
  const attributes: Array<readonly [string, string]> = [];
  for (const pair of environment.text(RESOURCE_VARIABLE)?.split(',') ?? []) {
    if (pair.trim() === '') continue;
    const [key = '', value] = pair.split(/=(.*)/s).map((part) => part.trim());
    try {
      if (key === '' || value === undefined) throw new TypeError('no pair');
      attributes.push([decodeURIComponent(key), decodeURIComponent(value)]);
    } catch {
      // Name the key only: the value may be secret.
      environment.ignore(RESOURCE_VARIABLE, key, 'It is no url-encoded key=value.');
    }
  }
  return Object.fromEntries(attributes);
}
