import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGE = 'nestjs-telemetry';
/** An installed copy of any version. */
const INSTALLED = new RegExp(`[\\\\/]node_modules[\\\\/]${PACKAGE}[\\\\/]`);
/** The directories of the package with code, and with the sources that source maps name. */
const FOLDERS = ['lib', join('dist', 'esm'), join('dist', 'cjs')];

/** In a bundle without `import.meta.url` this is undefined: the frames of the bundle are the application's. */
const OWN_FILE = import.meta.url as string | undefined;

const PLACES = ownPlaces();

/** Whether a stack frame is in this package. */
export function isOwnFrame(frame: string): boolean {
  return INSTALLED.test(frame) || PLACES.some((place) => frame.includes(place));
}

/** A linked copy is in no `node_modules`. In a bundle, the nearest package is the application. */
function ownPlaces(): readonly string[] {
  try {
    const root = OWN_FILE === undefined ? undefined : packageRoot(dirname(fileURLToPath(OWN_FILE)));
    if (root === undefined) return [];
    return FOLDERS.flatMap((folder) => {
      const place = join(root, folder);
      return [place + sep, `${pathToFileURL(place).href}/`];
    });
  } catch {
    return [];
  }
}

function packageRoot(from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const name = packageName(at);
    if (name !== undefined) return name === PACKAGE ? at : undefined;
    if (at === dirname(at)) return undefined;
  }
}

function packageName(directory: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}
