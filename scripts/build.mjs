// Builds what is published: few files, as ES modules in dist/esm and as CommonJS in dist/cjs, each with its types.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILED = join(ROOT, 'node_modules/.cache/nestjs-telemetry-build');
const FORMATS = [
  { format: 'esm', extension: 'js', types: 'd.ts' },
  { format: 'cjs', extension: 'cjs', types: 'd.cts' },
];
/** Each file of lib/ that users import by a name of its own. */
const ENTRIES = { index: join(COMPILED, 'index') };

/** Hands on the map to the TypeScript that tsc has made. */
const sourceMaps = {
  name: 'source-maps',
  load(id) {
    if (!id.endsWith('.js')) return null;
    return {
      code: readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''),
      map: JSON.parse(readFileSync(`${id}.map`, 'utf8')),
    };
  },
};

compile();
for (const { format, extension, types } of FORMATS) {
  const directory = join(ROOT, 'dist', format);
  rmSync(directory, { recursive: true, force: true });
  await bundleCode(directory, format, extension);
  await bundleTypes(directory, types);
}

/** tsc checks the types, emits declarations, and keeps the types of parameters, which Nest needs. */
function compile() {
  rmSync(COMPILED, { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', COMPILED], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}

/** What is imported on demand stays on demand: it is a file by itself. */
async function bundleCode(directory, format, extension) {
  const bundle = await rolldown({
    input: entries('.js'),
    external: isPackage,
    platform: 'node',
    plugins: [sourceMaps],
    onLog: failOnWarning,
  });
  await bundle.write({
    dir: directory,
    format,
    keepNames: true,
    sourcemap: true,
    // Jest cannot import() from CommonJS.
    dynamicImportInCjs: false,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `[name].${extension}`,
  });
  await bundle.close();
  for (const map of globSync('*.map', { cwd: directory })) shorten(join(directory, map));
}

async function bundleTypes(directory, extension) {
  const bundle = await rolldown({
    input: entries('.d.ts'),
    external: isPackage,
    plugins: [dts({ dtsInput: true, tsconfig: false })],
    onLog: failOnWarning,
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  for (const { fileName, code } of output) {
    writeFileSync(join(directory, fileName.replace(/d\.ts$/, extension)), code);
  }
}

function entries(ending) {
  return Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, path + ending]));
}

function isPackage(id) {
  return !id.startsWith('.') && !id.startsWith('/') && !/^[a-z]:\\/i.test(id);
}

function failOnWarning(level, log) {
  if (level === 'warn') throw new Error(log.message);
}

/** Sources are named as they lie in the repository, wherever it was built. */
function shorten(path) {
  const map = JSON.parse(readFileSync(path, 'utf8'));
  map.sources = map.sources.map((source) => source.replace(/^.*?\/lib\//, '../../lib/').replaceAll('\\', '/'));
  writeFileSync(path, JSON.stringify(map));
}
