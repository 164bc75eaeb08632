import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { buildOnce, CACHE, ROOT } from './build-once.mjs';

/** What nearly every application of a test loads: a thousand small files. */
const PACKAGES = ['common', 'core', 'microservices', 'platform-express', 'platform-fastify', 'testing'];
const FRAMEWORK = [
  ...PACKAGES.map((name) => `@nestjs/${name}`),
  // Nest's packages import these of each other.
  '@nestjs/common/internal',
  '@nestjs/core/internal',
  'rxjs',
  'rxjs/operators',
];
const DEEP_IMPORT = new RegExp(`['"](@nestjs/(?:${PACKAGES.join('|')})/[^'"]+)['"]`, 'g');

/** All that is imported of them. A file that is missing here would exist twice, in the bundle and beside it. */
function entries() {
  const sources = globSync('{lib,test,sample}/**/*.{ts,mjs}', { cwd: ROOT, exclude: ['**/node_modules/**'] });
  const texts = sources.map((source) => readFileSync(join(ROOT, source), 'utf8'));
  const deep = texts.flatMap((text) => [...text.matchAll(DEEP_IMPORT)].map(([, specifier]) => specifier));
  return [...new Set([...FRAMEWORK, ...deep])].filter(exists).sort();
}

function exists(specifier) {
  try {
    import.meta.resolve(specifier);
    return true;
  } catch {
    return false;
  }
}

/** Beside Nest's own path, which tells whose lines a logger writes. */
const DIRECTORY = 'node_modules/@nestjs/common';

/** Bundles them all at once, so that there is one of each class, and returns where Jest finds each. */
export async function bundledDependencies() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const entryNames = entries();
  const hash = createHash('sha256').update(lock).update(entryNames.join());
  const directory = join(CACHE, `dependencies-${hash.digest('hex').slice(0, 16)}`);
  const built = await buildOnce(directory, {
    entryPoints: entryNames.map((entry, at) => ({ in: entry, out: `${DIRECTORY}/${at}` })),
    chunkNames: `${DIRECTORY}/[hash]`,
    banner: { js: "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);" },
    plugins: [externals],
  });
  if (!built) return {};
  return Object.fromEntries(
    entryNames.map((entry, at) => [`^${entry.replaceAll('.', '\\.')}$`, join(directory, DIRECTORY, `${at}.mjs`)]),
  );
}

/** The package's own dependencies stay as they are: tests and instrumentations know them by their files. */
const { dependencies, devDependencies, peerDependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
const KNOWN = new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }));
/** Those that are part of the bundle all the same. The tests know express and fastify through Nest alone. */
const BUNDLED = new Set([...FRAMEWORK.map(packageOf), 'express', 'fastify']);
/** Node would load the CommonJS files, whose names an ES module cannot export. */
const RXJS = { rxjs: 'rxjs/dist/esm/index.js', 'rxjs/operators': 'rxjs/dist/esm/operators/index.js' };

const externals = {
  name: 'externals',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...place }) => {
      if (pluginData === externals || isBuiltin(path)) return undefined;
      if (path in RXJS) return { path: join(ROOT, 'node_modules', RXJS[path]) };
      const name = packageOf(path);
      if (KNOWN.has(name) && !BUNDLED.has(name)) return { path, external: true };
      const found = await build.resolve(path, { ...place, pluginData: externals });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};

function packageOf(specifier) {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}
