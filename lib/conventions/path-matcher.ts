/** True if the path of a request target matches one of `patterns`. A trailing `*` matches any rest of the path. */
export function pathMatcher(patterns: readonly string[]): (target: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('*')));
  const prefixes = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return (target) => {
    const query = target.indexOf('?');
    const path = query < 0 ? target : target.slice(0, query);
    return exact.has(path) || prefixes.some((prefix) => path.startsWith(prefix));
  };
}
