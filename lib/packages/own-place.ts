import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { applicationPlace } from './application-place.js';

/** The URL from which packages are looked for: this file, or the application in a bundle without `import.meta.url`. */
export const OWN_PLACE: string =
  (import.meta.url as string | undefined) ?? pathToFileURL(join(applicationPlace(), 'index.js')).href;
