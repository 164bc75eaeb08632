import { readFileSync } from 'node:fs';

/** The text of a small file of the system. Undefined if it cannot be read. */
export function readSystemFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
