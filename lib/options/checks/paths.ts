import type { Check } from '../description.js';
import type { Problem } from '../problem.js';
import { Refusal } from '../refusal.js';

const VISIBLE = /^[\u0021-\u007e]*$/;

/** The path of a route that telemetry serves. */
export function path(): Check<string> {
  return paths('path', (value) => {
    if (!/[*:{}()[\]\\]/.test(value)) return undefined;
    return { why: 'It is one path, no pattern.', fix: 'Give the path as clients will write it.' };
  });
}

/** Paths of requests. A trailing `*` matches any rest of the path. */
export function pathPattern(): Check<string> {
  return paths('path, with or without `*` at its end', (value) => {
    if (!value.slice(0, -1).includes('*')) return undefined;
    return { why: 'A * matches at the end alone.', fix: 'Give what comes before the first *, and one * at the end.' };
  });
}

/** Paths of requests with `:parameters`. */
export function routePattern(): Check<string> {
  return paths('route', () => undefined);
}

function paths(type: string, further: (value: string) => Problem | undefined): Check<string> {
  return {
    type,
    read(value, at) {
      const problem = typeof value === 'string' ? (problemOf(value) ?? further(value)) : problemOf('');
      if (problem !== undefined) throw new Refusal(at, value, problem);
      return value as string;
    },
  };
}

function problemOf(value: string): Problem | undefined {
  if (!value.startsWith('/')) {
    return { why: 'It is a path of the application.', fix: 'Give a text that begins with /.' };
  }
  if (/[?#]/.test(value)) {
    return { why: 'Paths are compared without query and fragment.', fix: 'Remove what begins with ? or #.' };
  }
  if (VISIBLE.test(value)) return undefined;
  return { why: 'No path of a request has such characters.', fix: 'Write them percent-encoded, as clients send them.' };
}
