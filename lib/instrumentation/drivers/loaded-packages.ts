import { createRequire } from 'node:module';
import { sep } from 'node:path';

/** Whether this process has loaded a CommonJS package, from wherever and however it was imported. */
export function isLoaded(packageName: string): boolean {
  const inside = `${sep}node_modules${sep}${packageName.replaceAll('/', sep)}${sep}`;
  // Jest's modules have no cache of this sort.
  const { cache } = createRequire(import.meta.url) as { cache?: Record<string, unknown> };
  return Object.keys(cache ?? {}).some((file) => file.includes(inside));
}
