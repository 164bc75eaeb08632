import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const CACHE = join(ROOT, 'node_modules/.cache/nestjs-telemetry');
const DAY_MS = 86_400_000;

/** Builds a directory unless it is there. False where esbuild is not installed. */
export async function buildOnce(directory, options) {
  if (existsSync(directory)) return true;
  const esbuild = await import('esbuild').catch(() => undefined);
  if (esbuild === undefined) {
    process.stderr.write('esbuild is not installed: tests load every source file, which is slower. Fix: npm ci\n');
    return false;
  }
  removeOld();
  const unfinished = `${directory}.${process.pid}`;
  await esbuild.build({
    outdir: unfinished,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: ROOT,
    bundle: true,
    // What is imported on demand stays on demand.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    keepNames: true,
    sourcemap: 'linked',
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    ...options,
  });
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // Another run was first.
    if (!existsSync(directory)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return true;
}

/** Those that no run can still use. */
function removeOld() {
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}
