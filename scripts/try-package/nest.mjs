import { tryMain } from './application.mjs';
import { compile, compiledApplication, COMPILERS } from './compiled-application.mjs';

const VERSIONS = ['11.1.4', '^11.0.0', '^12.0.0'];
const NODE10 = { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true };
const BUNDLER = { module: 'esnext', moduleResolution: 'bundler' };

/** Each version, as ES modules and as CommonJS, on both adapters. */
export function nestRows(tarball) {
  return VERSIONS.flatMap((version) => {
    const label = `Nest ${version.replace('^', '').replace(/\.0\.0$/, ', latest')}`;
    const formats = ['ESM', 'CommonJS'].flatMap((format) =>
      typeRows(label, version, format, tarball).concat(startRows(label, version, format, tarball)),
    );
    return formats.concat(resolutionRows(label, version, tarball));
  });
}

function typeRows(label, version, format, tarball) {
  return Object.keys(COMPILERS).map((compiler) => ({
    name: `${label}, ${format}: types, ${compiler}`,
    thorough: compiler !== 'typescript-6',
    run: () =>
      compiler === 'typescript-6'
        ? compiledApplication(version, format, tarball)
        : compile(version, format, tarball, compiler),
  }));
}

function startRows(label, version, format, tarball) {
  return ['express', 'fastify'].map((adapter) => ({
    name: `${label}, ${format}, ${adapter}: start, request, trace, metric, line`,
    run: async () => tryMain('out/main.js', adapter, { cwd: await compiledApplication(version, format, tarball) }),
  }));
}

/** Other ways to find types. TypeScript 7 has no `node10` any more, and Nest 12 has no types for it. */
function resolutionRows(label, version, tarball) {
  const bundler = Object.keys(COMPILERS).map((compiler) => ({ format: 'ESM', compiler, options: BUNDLER }));
  const node10 = [
    { format: 'CommonJS', compiler: 'typescript-5.9', options: NODE10 },
    { format: 'CommonJS', compiler: 'typescript-6', options: { ...NODE10, ignoreDeprecations: '6.0' } },
  ];
  return [...bundler, ...(version.startsWith('^12') ? [] : node10)].map(({ format, compiler, options }) => ({
    name: `${label}, ${format}: types, ${compiler}, moduleResolution ${options.moduleResolution}`,
    thorough: true,
    run: () => compile(version, format, tarball, compiler, options),
  }));
}
