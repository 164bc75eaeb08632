import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { buildOnce, CACHE, ROOT } from './build-once.mjs';

/** What nearly every application of a test loads: a thousand small files. All that the tests import of them. */
const ENTRIES = [
  '@nestjs/common',
  '@nestjs/common/internal',
  '@nestjs/common/pipes/validation.pipe.js',
  '@nestjs/core',
  '@nestjs/core/injector/instance-wrapper.js',
  '@nestjs/core/internal',
  '@nestjs/microservices',
  '@nestjs/microservices/exceptions/rpc-exceptions-handler.js',
  '@nestjs/microservices/microservices-module.js',
  '@nestjs/microservices/serializers/kafka-request.serializer.js',
  '@nestjs/microservices/serializers/mqtt-record.serializer.js',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  '@nestjs/testing',
  'rxjs',
  'rxjs/operators',
];

/** Beside Nest's own path, which tells whose lines a logger writes. */
const DIRECTORY = 'node_modules/@nestjs/common';

/** Bundles them all at once, so that there is one of each class, and returns where Jest finds each. */
export async function bundledDependencies() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).update(ENTRIES.join());
  const directory = join(CACHE, `dependencies-${hash.digest('hex').slice(0, 16)}`);
  const built = await buildOnce(directory, {
    entryPoints: ENTRIES.map((entry, at) => ({ in: entry, out: `${DIRECTORY}/${at}` })),
    chunkNames: `${DIRECTORY}/[hash]`,
    banner: { js: "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);" },
    plugins: [externals],
  });
  if (!built) return {};
  return Object.fromEntries(
    ENTRIES.map((entry, at) => [`^${entry.replaceAll('.', '\\.')}$`, join(directory, DIRECTORY, `${at}.mjs`)]),
  );
}

/** The package's own dependencies stay as they are: tests and instrumentations know them by their files. */
const { dependencies, devDependencies, peerDependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
);
const KNOWN = new Set(Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }));
/** Those that are part of the bundle all the same. The tests know express and fastify through Nest alone. */
const BUNDLED = new Set([...ENTRIES.map(packageOf), 'express', 'fastify']);
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
