import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The URL from which packages are looked for: this file, or the working directory in a bundle without `import.meta.url`. */
export const OWN_PLACE: string =
  (import.meta.url as string | undefined) ?? pathToFileURL(join(process.cwd(), 'index.js')).href;
