/**
 * Compares a route pattern with the path of a request. `/health` matches only itself. `:id` in `/users/:id` matches any
 * one segment. `/internal/*` matches `/internal` and everything below. At the end of a segment, `*` matches any text. A
 * query and a trailing slash make no difference.
 */
export class RoutePattern {
  /** Undefined matches any one segment. */
  readonly segments: ReadonlyArray<string | undefined>;
  /**
   * The pattern after the segments, if there is one: `''` for anything below, `/health` for paths that continue with
   * it.
   */
  readonly rest: string | undefined;

  constructor(template: string) {
    const segments = template.slice(0, pathEnd(template)).split('/').slice(1);
    const last = segments.at(-1) ?? '';
    // Express 5 has named and optional wildcards: `*path`, `{*path}`.
    if (/^\{?\*/.test(last)) this.rest = '';
    else if (last.endsWith('*')) this.rest = `/${last.slice(0, -1)}`;
    if (this.rest !== undefined) segments.pop();
    this.segments = segments.map((segment) => (/^[:*]/.test(segment) ? undefined : segment));
  }

  matches(path: string): boolean {
    const end = pathEnd(path);
    let at = 0;
    for (const segment of this.segments) {
      if (at >= end || path[at] !== '/') return false;
      at++;
      if (segment === undefined) {
        const stop = segmentEnd(path, at, end);
        if (stop === at) return false;
        at = stop;
      } else {
        if (!path.startsWith(segment, at)) return false;
        at += segment.length;
      }
    }
    if (this.rest === undefined) return at === end;
    if (this.rest === '') return at === end || path[at] === '/';
    return at + this.rest.length <= end && path.startsWith(this.rest, at);
  }
}

/** The end of a path without its query and its trailing slash; 0 for `/`. */
export function pathEnd(path: string): number {
  const query = path.indexOf('?');
  const end = query < 0 ? path.length : query;
  return end > 0 && path[end - 1] === '/' ? end - 1 : end;
}

export function segmentEnd(path: string, from: number, end: number): number {
  const slash = path.indexOf('/', from);
  return slash < 0 || slash > end ? end : slash;
}
