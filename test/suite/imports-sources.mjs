import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIB = fileURLToPath(new URL('../../lib', import.meta.url)) + sep;
const IMPORT =
  /^(?:import|export)\s(?!type\s)[^'"]*?['"](\.{1,2}\/[^'"]+)\.js['"]|\bimport\('(\.{1,2}\/[^']+)\.js'\)/gm;

/** Whether a test, or a program of one, imports a file of lib/, itself or through other files. Types do not count. */
export function importsSources(file, seen = new Set()) {
  if (file.startsWith(LIB)) return true;
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const imports = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, from, dynamic]) => from ?? dynamic);
  return imports.some((path) => importsSources(`${join(dirname(file), path)}.ts`, seen));
}
