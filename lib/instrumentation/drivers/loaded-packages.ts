import { createRequire } from 'node:module';
import { sep } from 'node:path';

/** Whether this process has loaded a CommonJS package, from wherever and however it was imported. */
export function isLoaded(packageName: string): boolean {
  return loadedFiles(packageName).next().done !== true;
}

/** What a file of a CommonJS package exports, in each copy that this process has loaded. */
export function loadedExports(packageName: string, file: string): readonly unknown[] {
  const end = `${sep}${file.replaceAll('/', sep)}`;
  return [...loadedFiles(packageName)].filter(([path]) => path.endsWith(end)).map(([, exports]) => exports);
}

function* loadedFiles(packageName: string): Generator<readonly [path: string, exports: unknown]> {
  const inside = `${sep}node_modules${sep}${packageName.replaceAll('/', sep)}${sep}`;
  const { cache = {} } = createRequire(import.meta.url) as { cache?: ModuleCache };
  for (const path of pathsIn(cache)) if (path.includes(inside)) yield [path, cache[path]?.exports];
}

type ModuleCache = Record<string, { exports?: unknown } | undefined>;

let paths: readonly string[] | undefined;

/** Lists a cache of some thousand files once for all drivers: a start asks for all of them in one turn. */
function pathsIn(cache: ModuleCache): readonly string[] {
  if (paths === undefined) {
    paths = Object.keys(cache);
    queueMicrotask(() => (paths = undefined));
  }
  return paths;
}
