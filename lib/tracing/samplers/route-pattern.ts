/**
 * A route as people write it, compared with the path of a request: `/health` is itself, `/users/:id` has any one
 * segment in place of `:id`, and `/internal/*` is `/internal` and everything below. As the last thing in a segment, `*`
 * stands for whatever follows. A query and a trailing slash make no difference.
 */
export class RoutePattern {
  /** Undefined stands for any one segment. */
  readonly segments: ReadonlyArray<string | undefined>;
  /** How the path goes on after the segments, if it may: `''` for anything below, `/health` for what begins so. */
  readonly rest: string | undefined;

  constructor(template: string) {
    const segments = template.slice(0, pathEnd(template)).split('/').slice(1);
    const last = segments.at(-1) ?? '';
    // Express 5 names its rest, and has an optional one: `*path`, `{*path}`.
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

/** Where a path ends without its query and its trailing slash; `/` alone ends at 0. */
export function pathEnd(path: string): number {
  const query = path.indexOf('?');
  const end = query < 0 ? path.length : query;
  return end > 0 && path[end - 1] === '/' ? end - 1 : end;
}

export function segmentEnd(path: string, from: number, end: number): number {
  const slash = path.indexOf('/', from);
  return slash < 0 || slash > end ? end : slash;
}
