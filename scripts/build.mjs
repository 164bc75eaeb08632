// Builds what is published: few files, as ES modules in dist/esm and as CommonJS in dist/cjs, each with its types.
// node scripts/build.mjs [directory]
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { INLINED, writeLicences } from './build/inlined-packages.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const OUT = resolve(process.argv[2] ?? join(ROOT, 'dist'));
/** What users import: the package itself, and what they import by a path below it. */
const ENTRIES = ['index', 'prometheus'];
const FORMATS = [
  { format: 'esm', code: 'js', types: 'd.ts' },
  { format: 'cjs', code: 'cjs', types: 'd.cts' },
];

/** Hands on the map to the TypeScript that tsc has made. */
const sourceMaps = {
  name: 'source-maps',
  load(id) {
    if (!id.startsWith(CACHE) || !id.endsWith('.js')) return null;
    return {
      code: readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, ''),
      map: JSON.parse(readFileSync(`${id}.map`, 'utf8')),
    };
  },
};

/** Leaves the entry of the package outside. */
const packageItself = {
  name: 'package-itself',
  resolveId: (id) => (id === '../index.js' ? { id: './index.js', external: true } : null),
};

mkdirSync(CACHE, { recursive: true });
const compiled = mkdtempSync(join(CACHE, 'nestjs-telemetry-build-'));
try {
  compile();
  for (const { format, code, types } of FORMATS) {
    const directory = join(OUT, format);
    rmSync(directory, { recursive: true, force: true });
    await bundleCode(directory, format, code);
    await bundleTypes(directory, types);
  }
  await bundleCommand(join(OUT, 'esm'));
  writeLicences(join(OUT, 'third-party-licences.txt'));
} finally {
  rmSync(compiled, { recursive: true, force: true });
}

/** tsc checks the types, emits declarations, and keeps the types of parameters, which Nest needs. */
function compile() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', compiled], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}

function entries(extension) {
  return Object.fromEntries(ENTRIES.map((name) => [name, join(compiled, `${name}.${extension}`)]));
}

/** What is imported on demand stays on demand: it is a file by itself. */
async function bundleCode(directory, format, extension) {
  const bundle = await rolldown({
    input: entries('js'),
    external: isExternal,
    platform: 'node',
    plugins: [sourceMaps],
    treeshake: { moduleSideEffects: (id) => id.startsWith(compiled) },
    onLog: failOnWarning,
  });
  await bundle.write({
    dir: directory,
    format,
    keepNames: true,
    sourcemap: true,
    comments: { legal: true, annotation: true, jsdoc: false },
    // Jest cannot import() from CommonJS.
    dynamicImportInCjs: false,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: (chunk) => `${chunkName(chunk)}.${extension}`,
  });
  await bundle.close();
  for (const map of globSync('*.map', { cwd: directory })) nameSources(join(directory, map));
}

/** The command line imports the package as an application does: it can say what is wrong where that fails. */
async function bundleCommand(directory) {
  const bundle = await rolldown({
    input: { cli: join(compiled, 'cli/bin.js'), examined: join(compiled, 'cli/examined.js') },
    external: isExternal,
    platform: 'node',
    plugins: [packageItself, sourceMaps],
    treeshake: { moduleSideEffects: (id) => id.startsWith(join(compiled, 'cli')) },
    onLog: failOnWarning,
  });
  await bundle.write({
    dir: directory,
    format: 'esm',
    keepNames: true,
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'cli-[name].js',
  });
  await bundle.close();
  for (const map of globSync('{cli,examined}*.map', { cwd: directory })) nameSources(join(directory, map));
}

/** A chunk of OpenTelemetry's code gets the name of its package, and not that of a file called index. */
function chunkName({ name, moduleIds }) {
  const last = moduleIds.at(-1) ?? '';
  const packageName = /node_modules[\\/]@opentelemetry[\\/]([\w-]+)/.exec(last)?.[1];
  return packageName === undefined ? name : packageName;
}

async function bundleTypes(directory, extension) {
  const bundle = await rolldown({
    input: entries('d.ts'),
    external: isExternal,
    plugins: [dts({ dtsInput: true, tsconfig: false, resolve: [INLINED] })],
    onLog: failOnWarning,
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  for (const { fileName, code } of output) {
    writeFileSync(join(directory, fileName.replace(/d\.ts$/, extension)), code);
  }
}

/** Packages that are installed beside this one. */
function isExternal(id) {
  return !/^(?:[./#]|[a-z]:\\)/i.test(id) && !INLINED.test(id);
}

function failOnWarning(level, log) {
  // How long plugins take is a matter of the machine.
  if (level === 'warn' && log.code !== 'PLUGIN_TIMINGS') throw new Error(log.message);
}

/** Sources are named as they lie in the repository, wherever it was built. */
function nameSources(path) {
  const map = JSON.parse(readFileSync(path, 'utf8'));
  map.sources = map.sources.map((source) =>
    source.replaceAll('\\', '/').replace(/^.*?\/(lib\/|node_modules\/)/, '../../$1'),
  );
  writeFileSync(path, JSON.stringify(map));
}
