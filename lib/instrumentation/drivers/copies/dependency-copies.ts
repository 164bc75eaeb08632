import { applicationPlace } from '../../../packages/application-place.js';
import { declaredPackages } from '../../../options/package-json.js';
import { directoryFrom } from '../../internals/package-copy.js';

/**
 * The directories of a package as each package finds it that the application declares. Modules that were imported are
 * in no cache that could be read: copies of a package that is published for `import` are found in this way.
 */
export function dependencyCopies(packageName: string): ReadonlySet<string> {
  const directories = new Set<string>();
  for (const dependency of declaredPackages()) {
    const owner = directoryFrom(applicationPlace(), dependency);
    const directory = owner && directoryFrom(owner, packageName);
    if (directory !== undefined) directories.add(directory);
  }
  return directories;
}
