/**
 * A route as people write it, compared with the path of a request: `/health` is itself, `/users/:id` has any one
 * segment in place of `:id`, and `/internal/*` is `/internal` and everything below. As the last thing in a segment, `*`
 * stands for whatever follows. A query and a trailing slash make no difference.
 */
export class RoutePattern {
  /** Smaller is more particular: fixed paths before parameters, parameters before a rest. */
  readonly breadth: number;
  private readonly segments: ReadonlyArray<string | undefined>;
  /** How the path goes on after the segments; undefined when it has to end there. */
  private readonly rest: string | undefined;

  constructor(readonly template: string) {
    const segments = withoutSlash(template).split('/').slice(1);
    const last = segments.at(-1) ?? '';
    // Express 5 names its rest, and has an optional one: `*path`, `{*path}`.
    if (/^\{?\*/.test(last)) this.rest = '';
    else if (last.endsWith('*')) this.rest = `/${last.slice(0, -1)}`;
    if (this.rest !== undefined) segments.pop();
    this.segments = segments.map((segment) => (isParameter(segment) ? undefined : segment));
    const parameters = this.segments.filter((segment) => segment === undefined).length;
    this.breadth = parameters + (this.rest === undefined ? 0 : 1_000 - this.segments.length);
  }

  /** Whether the template is the only path that fits. */
  get isFixed(): boolean {
    return this.breadth === 0;
  }

  matches(path: string): boolean {
    const end = pathEnd(path);
    let at = 0;
    for (const segment of this.segments) {
      if (at >= end || path[at] !== '/') return false;
      at++;
      if (segment === undefined) {
        const next = path.indexOf('/', at);
        const stop = next < 0 || next > end ? end : next;
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

/** Where the path ends without its query and its trailing slash; `/` alone ends at 0. */
function pathEnd(path: string): number {
  const query = path.indexOf('?');
  const end = query < 0 ? path.length : query;
  return end > 0 && path[end - 1] === '/' ? end - 1 : end;
}

export function withoutSlash(path: string): string {
  const end = pathEnd(path);
  return end === path.length ? path : path.slice(0, end);
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':') || segment.startsWith('*');
}
