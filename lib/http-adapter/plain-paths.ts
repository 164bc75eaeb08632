/** How a router compares paths. */
export interface PathRules {
  readonly caseSensitive: boolean;
  readonly ignoreTrailingSlash: boolean;
}

const INNERMOST_GROUP = /\{([^{}]*)\}/;
const OPTIONAL_PARAMETER = /\/:[^/]+\?$/;

/**
 * The paths that a pattern of a route stands for, with and without its optional parts: `/metrics{/:name}` of Express
 * and `/metrics/:name?` of Fastify serve `/metrics` too. Paths with a parameter are among them; they equal no path.
 */
export function plainPaths(pattern: string): readonly string[] {
  const withLeft = OPTIONAL_PARAMETER.test(pattern) ? [pattern.replace(OPTIONAL_PARAMETER, '')] : [];
  return [pattern, ...withLeft].flatMap(withAndWithoutGroups);
}

/** Whether a router with these rules takes both for one path. */
export function samePath(one: string, other: string, rules: PathRules): boolean {
  return normal(one, rules) === normal(other, rules);
}

/** Beyond that many groups, only all and none of them are looked at. */
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
