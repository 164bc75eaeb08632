import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A copy of a package whose own loading has begun and is not over. */
export const STILL_LOADING = Symbol('still loading');

/**
 * What a copy of a package exports for `require`, or a file of it; undefined where it exports nothing for it. `exports` in
 * its package.json forbids no file here.
 */
export function requireCopy(directory: string, packageName: string, file?: string): unknown {
  const require = createRequire(join(directory, 'package.json'));
  // By its own name, a package gets what it exports for `require`; without `exports` it does not know its own name.
  const target = file === undefined ? entry(directory, packageName, require) : join(directory, file);
  if (target === undefined) return undefined;
  if (require.cache?.[require.resolve(target)]?.loaded === false) return STILL_LOADING;
  return require(target);
}

/** What a copy of a package exports for `import`, where that is another file than for `require`. */
export async function importCopy(directory: string): Promise<unknown> {
  const file = importTarget(manifest(directory)['exports']);
  if (file === undefined) return undefined;
  const path = join(directory, file);
  try {
    return (await import(pathToFileURL(path).href)) as unknown;
  } catch {
    // In the CommonJS build import() is require(), which takes paths only.
    return createRequire(path)(path) as unknown;
  }
}

function entry(directory: string, packageName: string, require: NodeJS.Require): string | undefined {
  if (manifest(directory)['exports'] === undefined) return directory;
  try {
    return require.resolve(packageName);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
    throw error;
  }
}

/** The file behind `exports`, by the conditions under which Node imports. */
function importTarget(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const conditions = exports as Readonly<Record<string, unknown>>;
  if ('.' in conditions) return importTarget(conditions['.']);
  for (const condition of Object.keys(conditions)) {
    if (!['node', 'import', 'module-sync', 'default'].includes(condition)) continue;
    const target = importTarget(conditions[condition]);
    if (target !== undefined) return target;
  }
  return undefined;
}

function manifest(directory: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
}
