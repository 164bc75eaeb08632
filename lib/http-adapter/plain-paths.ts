/** How a router compares paths. */
export interface PathRules {
  readonly caseSensitive: boolean;
  readonly ignoreTrailingSlash: boolean;
}

const INNERMOST_GROUP = /\{([^{}]*)\}/;
const OPTIONAL_PARAMETER = /\/:[^/]+\?$/;

/**
 * The paths that a route pattern matches, with and without its optional parts: `/metrics{/:name}` of Express and
 * `/metrics/:name?` of Fastify serve `/metrics` too. The result also contains paths with a parameter; they equal no
 * path.
 */
export function plainPaths(pattern: string): readonly string[] {
  const withLeft = OPTIONAL_PARAMETER.test(pattern) ? [pattern.replace(OPTIONAL_PARAMETER, '')] : [];
  return [pattern, ...withLeft].flatMap(withAndWithoutGroups);
}

/** True if a router with these rules treats both paths as the same. */
export function samePath(one: string, other: string, rules: PathRules): boolean {
  return normal(one, rules) === normal(other, rules);
}

/** With more groups, only two cases are checked: all groups present, and none. */
const MAX_GROUPS = 5;

function withAndWithoutGroups(pattern: string): string[] {
  const groups = pattern.split('{').length - 1;
  if (groups > MAX_GROUPS) return [without(pattern), pattern.replaceAll(/[{}]/g, '')];
  const group = INNERMOST_GROUP.exec(pattern);
  if (group === null) return [pattern];
  const [whole, inside = ''] = group;
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + whole.length);
  return [...withAndWithoutGroups(before + after), ...withAndWithoutGroups(before + inside + after)];
}

function without(pattern: string): string {
  let rest = pattern;
  while (INNERMOST_GROUP.test(rest)) rest = rest.replace(INNERMOST_GROUP, '');
  return rest;
}

function normal(path: string, { caseSensitive, ignoreTrailingSlash }: PathRules): string {
  const trimmed = ignoreTrailingSlash && path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return caseSensitive ? trimmed : trimmed.toLowerCase();
}
