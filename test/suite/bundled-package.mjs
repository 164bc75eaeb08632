import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, SWC_OPTIONS } from './typescript.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIB = join(ROOT, 'lib');
const BUNDLES = join(ROOT, 'node_modules/.cache/nestjs-telemetry');

/**
 * Bundles the public package and returns the path of its entry. Tests that use only the public package load these few
 * files; its sources are some hundred, and each test file and each child process would load them all again. A bundle is
 * kept until a source changes. Undefined where esbuild is not installed.
 */
export async function bundledPackage() {
  const sources = globSync('**/*.ts', { cwd: LIB }).sort();
  const hash = createHash('sha256').update(JSON.stringify(SWC_OPTIONS));
  for (const source of sources) hash.update(source).update(readFileSync(join(LIB, source)));
  const directory = join(BUNDLES, hash.digest('hex').slice(0, 16));
  if (!existsSync(directory)) {
    const esbuild = await import('esbuild').catch(() => undefined);
    if (esbuild === undefined) {
      process.stderr.write('esbuild is not installed: all tests run on the sources, which is slower. Fix: npm ci\n');
      return undefined;
    }
    await bundleInto(directory, esbuild);
  }
  return join(directory, 'index.mjs');
}

async function bundleInto(directory, { build }) {
  const unfinished = `${directory}.${process.pid}`;
  rmSync(BUNDLES, { recursive: true, force: true });
  await build({
    entryPoints: [join(LIB, 'index.ts')],
    outdir: unfinished,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What the package imports on demand stays on demand.
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    keepNames: true,
    sourcemap: 'linked',
    plugins: [swc],
    logLevel: 'error',
  });
  mkdirSync(dirname(directory), { recursive: true });
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // Another run was first.
    if (!existsSync(directory)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

/** Nest needs the types of parameters, which esbuild does not emit. */
const swc = {
  name: 'swc',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: compile(readFileSync(path, 'utf8'), path),
      loader: 'js',
    }));
  },
};
