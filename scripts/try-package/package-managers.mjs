import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../packed/pack.mjs';
import { run } from '../packed/processes.mjs';
import { copySource, emptied, installed, nest, tryMain, write } from './application.mjs';

const SOURCES = { ESM: ['module', 'nodenext'], CommonJS: ['commonjs', 'nodenext'] };
const PROGRAMS = { pnpm: 'latest', '@yarnpkg/cli-dist': 'latest' };

/** Each installs the package by the one documented line, in a new application. */
export function packageManagerRows(tarball) {
  const managers = [
    { name: 'pnpm', start: ['pnpm', 'bin/pnpm'], add: ['add', tarball] },
    {
      name: 'Yarn, node-modules',
      start: ['@yarnpkg/cli-dist', 'bin/yarn.js'],
      add: ['add', `nestjs-telemetry@file:${tarball}`],
      linker: 'node-modules',
    },
    {
      name: "Yarn, Plug'n'Play",
      start: ['@yarnpkg/cli-dist', 'bin/yarn.js'],
      add: ['add', `nestjs-telemetry@file:${tarball}`],
      linker: 'pnp',
    },
  ];
  return managers.flatMap(({ name, start, add, linker }) => {
    let application;
    return ['CommonJS', 'ESM'].map((format) => ({
      name: `${name}, ${format}: install, start, request, trace, metric, line`,
      run: async () => {
        application ??= newApplication(name, start, add, linker, tarball);
        const directory = await application;
        const programArguments =
          linker !== 'pnp'
            ? []
            : ['--require', join(directory, '.pnp.cjs'), '--loader', join(directory, '.pnp.loader.mjs')];
        await tryMain(join(directory, format, 'main.js'), 'fastify', { cwd: directory, programArguments });
      },
    }));
  });
}

async function newApplication(name, [programPackage, programFile], add, linker, tarball) {
  const programs = await installed('package-managers', PROGRAMS, tarball);
  const bin = join(programs, 'node_modules', programPackage, dirnameOf(programFile));
  const program = join(
    bin,
    readdirSync(bin).find((file) => join(dirnameOf(programFile), file).startsWith(programFile)),
  );
  const directory = emptied(CACHE, name.replace(/\W+/g, '-'));
  const manage = (args) =>
    run(process.execPath, [program, ...args], {
      cwd: directory,
      env: { CI: '', YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' },
    });
  write(directory, 'package.json', { name: 'tried', version: '1.2.3', private: true, dependencies: nest('^11.0.0') });
  if (linker !== undefined)
    write(directory, '.yarnrc.yml', `nodeLinker: ${linker}\nenableTelemetry: false\nenableScripts: false\n`);
  if (linker !== undefined) write(directory, 'yarn.lock', '');
  await manage(['install']);
  await manage(add);
  await compileInto(directory, tarball);
  return directory;
}

function dirnameOf(file) {
  return file.slice(0, file.lastIndexOf('/'));
}

/** What is compiled elsewhere runs here. */
async function compileInto(directory, tarball) {
  const compiler = await installed(
    'nest',
    { ...nest('^11.0.0'), 'typescript-6': 'npm:typescript@6', '@types/node': '^24.0.0' },
    tarball,
  );
  for (const [format, [module, kind]] of Object.entries(SOURCES)) {
    const sources = emptied(compiler, `${format}-sources`);
    write(sources, 'package.json', { type: module });
    copySource('main.ts', sources);
    write(sources, 'tsconfig.json', {
      compilerOptions: {
        module: kind,
        target: 'es2022',
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        skipLibCheck: true,
        noCheck: true,
        types: ['node'],
        rootDir: '.',
        outDir: join(directory, format),
      },
    });
    await run(process.execPath, [join(compiler, 'node_modules/typescript-6/bin/tsc'), '-p', sources], {
      cwd: compiler,
    });
    write(join(directory, format), 'package.json', { type: module });
  }
}
