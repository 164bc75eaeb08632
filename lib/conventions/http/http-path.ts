import { pathMatcher } from '../path-matcher.js';

/** The `http://host:port` before the path. Proxies send it. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * The path of a request target, without its query.
 *
 * Source: RFC 9112, 3.2: origin form (`/cats?q=1`), absolute form (`http://host/cats?q=1`) and `*`.
 */
export function pathOf(target: string): string {
  const local = target.startsWith('/') ? target : target.replace(AUTHORITY, '');
  const end = local.search(/[?#]/);
  const path = end < 0 ? local : local.slice(0, end);
  return path === '' ? '/' : path;
}

/**
 * True if a path matches one of `patterns`. A trailing `*` matches any rest of the path. Case and a trailing slash make
 * no difference: Express serves `/Health/` for the route `/health`.
 */
export function httpPathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const matches = pathMatcher(
    patterns.map((pattern) => (pattern.endsWith('*') ? pattern.toLowerCase() : plain(pattern))),
  );
  return (path) => matches(plain(path));
}

function plain(path: string): string {
  const lower = path.toLowerCase();
  let end = lower.length;
  while (end > 1 && lower.charCodeAt(end - 1) === SLASH) end--;
  return end === lower.length ? lower : lower.slice(0, end);
}

const SLASH = 47;
