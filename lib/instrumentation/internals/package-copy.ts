import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applicationPlace } from '../../packages/application-place.js';
import { OWN_PLACE } from '../../packages/own-place.js';

/** One installed copy of a package. */
export interface PackageCopy {
  readonly name: string;
  /** Undefined where it cannot be read. */
  readonly version: string | undefined;
  /** Undefined for what comes with Node, and for what was not found. */
  readonly directory: string | undefined;
}

/** The copy in a directory. */
export function copyIn(directory: string, name: string): PackageCopy {
  return { name, version: versionIn(directory), directory };
}

/** The copy that this package gets when it imports one by its name; else the one that the application gets. */
export function ownCopy(name: string): PackageCopy {
  const directory = directoryFrom(dirname(fileURLToPath(OWN_PLACE)), name) ?? directoryFrom(applicationPlace(), name);
  return directory === undefined ? { name, version: undefined, directory } : copyIn(directory, name);
}

/** The directory of a package as code in `from` finds it. Links are followed, as Node follows them. */
export function directoryFrom(from: string, name: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    try {
      const directory = realpathSync(join(at, 'node_modules', name));
      if (versionIn(directory) !== undefined) return directory;
    } catch {
      // It is not here.
    }
    if (at === dirname(at)) return undefined;
  }
}

/** How a report names a copy: with its path, where it is not the one of the application. */
export function describeCopy({ name, version, directory }: PackageCopy): string {
  const named = version === undefined ? name : `${name} ${version}`;
  const path = directory === undefined ? undefined : relative(process.cwd(), directory);
  return path === undefined || path === join('node_modules', name) ? named : `${named} (in ${path})`;
}

function versionIn(directory: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
