import { relative, sep } from 'node:path';

/** Nest's CLI keeps the applications of a monorepo in `apps`, and compiles them into `dist/apps`. */
const IN_APPS = /(?:^|[\\/])apps[\\/]([^\\/]+)[\\/]/;

/** The name of an application of a monorepo, from its place below the folder with the package.json. */
export function monorepoApplication(root: string, place: string): string | undefined {
  return IN_APPS.exec(`${relative(root, place)}${sep}`)?.[1];
}
