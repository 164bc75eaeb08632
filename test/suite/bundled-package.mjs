import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnce, CACHE, ROOT } from './build-once.mjs';
import { compile, SWC_OPTIONS } from './typescript.mjs';

const LIB = join(ROOT, 'lib');
const ENTRIES = ['index', 'prometheus'];

/**
 * Bundles the public package and returns the path of its entry. Tests that use only the public package load these few
 * files; its sources are some hundred, and each test file and each child process would load them all again. A bundle is
 * kept until a source changes. Undefined where esbuild is not installed.
 */
export async function bundledPackage() {
  const hash = createHash('sha256').update(JSON.stringify([SWC_OPTIONS, ENTRIES]));
  for (const source of globSync('**/*.ts', { cwd: LIB }).sort()) {
    hash.update(source).update(readFileSync(join(LIB, source)));
  }
  const directory = join(CACHE, `package-${hash.digest('hex').slice(0, 16)}`);
  const built = await buildOnce(directory, {
    entryPoints: ENTRIES.map((name) => join(LIB, `${name}.ts`)),
    packages: 'external',
    plugins: [swc],
  });
  return built ? join(directory, 'index.mjs') : undefined;
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
