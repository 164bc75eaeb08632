import { sep } from 'node:path';
import { OWN_PLACE } from '../../../packages/own-place.js';
import { requireFrom } from '../../../packages/require-from.js';

/** Whether this process has loaded a CommonJS package, from wherever and however it was imported. */
export function isLoaded(packageName: string): boolean {
  return loadedFiles(packageName).next().done !== true;
}

/** The directory of each copy of a CommonJS package that this process has loaded. */
export function loadedCopies(packageName: string): ReadonlySet<string> {
  const directories = new Set<string>();
  for (const { directory } of loadedFiles(packageName)) directories.add(directory);
  return directories;
}

/** What a file of a CommonJS package exports, in each copy that this process has loaded. */
export function loadedExports(packageName: string, file: string): readonly unknown[] {
  const end = `${sep}${file.replaceAll('/', sep)}`;
  return [...loadedFiles(packageName)].filter(({ path }) => path.endsWith(end)).map(({ exports }) => exports);
}

/** The directory of the package that a file belongs to, if the package has this name. */
export function copyOfFile(path: string, packageName: string): string | undefined {
  const inside = `${sep}node_modules${sep}${packageName.replaceAll('/', sep)}${sep}`;
  const at = path.lastIndexOf(inside);
  if (at < 0) return undefined;
  const end = at + inside.length;
  // A package inside of that one is another package.
  return path.includes(`${sep}node_modules${sep}`, end - 1) ? undefined : path.slice(0, end - 1);
}

interface LoadedFile {
  readonly path: string;
  readonly directory: string;
  readonly exports: unknown;
}

function* loadedFiles(packageName: string): Generator<LoadedFile> {
  const { cache = {} } = requireFrom(OWN_PLACE) as { cache?: ModuleCache };
  for (const path of pathsIn(cache)) {
    const directory = copyOfFile(path, packageName);
    if (directory !== undefined) yield { path, directory, exports: cache[path]?.exports };
  }
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
