import { join } from 'node:path';
import { run } from '../packed/processes.mjs';
import { copySource, installed, nest, tryMain, write } from './application.mjs';
import { OPTIONAL } from './bundlers.mjs';

const VERSION = '^12.0.0';
const BUILDERS = {
  '@nestjs/cli': VERSION,
  '@rspack/core': '^2.1.10',
  '@swc/cli': '^0.8.0',
  '@swc/core': '1.16.18',
  'fork-ts-checker-webpack-plugin': 'latest',
  'swc-loader': 'latest',
  'ts-loader': 'latest',
  'tsconfig-paths-webpack-plugin': 'latest',
  typescript: '^6.0.0',
  webpack: '^5.0.0',
  'webpack-node-externals': 'latest',
  '@types/node': '^24.0.0',
};
const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    target: 'es2022',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
    types: ['node'],
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};
/** Takes everything into the bundle but the packages that may be missing. */
const BUNDLE_ALL = `const optional = ${JSON.stringify(OPTIONAL)};
module.exports = (options) => ({
  ...options,
  optimization: { minimize: false },
  externals: [
    ({ request }, callback) =>
      optional.some((name) => request === name || request.startsWith(name + '/'))
        ? callback(null, 'commonjs ' + request)
        : callback(),
  ],
});\n`;

/** `nest build` with each of its builders, as it is and with everything bundled. */
export function nestBuilderRows(tarball) {
  const rows = [
    ['tsc', []],
    ['swc', ['--builder', 'swc']],
    ['webpack', ['--builder', 'webpack']],
    ['rspack', ['--builder', 'rspack']],
    ['webpack, everything bundled', ['--builder', 'webpack', '--webpackPath', 'bundle-all.cjs']],
    ['rspack, everything bundled', ['--builder', 'rspack', '--rspackPath', 'bundle-all.cjs']],
  ];
  return rows.map(([name, args]) => ({
    name: `nest build, ${name}: build, start, request, trace, metric, line`,
    thorough: true,
    run: async () => {
      // Which packages stay outside is read from the node_modules beside the sources.
      const directory = await installed('nest-cli', { ...nest(VERSION), ...BUILDERS }, tarball);
      copySource('main.ts', join(directory, 'src'));
      write(directory, 'tsconfig.json', TSCONFIG);
      write(directory, 'bundle-all.cjs', BUNDLE_ALL);
      const compilerOptions = { deleteOutDir: true };
      write(directory, 'nest-cli.json', { collection: '@nestjs/schematics', sourceRoot: 'src', compilerOptions });
      const { said } = await run(
        process.execPath,
        [join(directory, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', ...args],
        { cwd: directory },
      );
      if (/\bERROR\b/i.test(said)) throw new Error(said.slice(-3_000));
      await tryMain('dist/main.js', 'express', { cwd: directory });
    },
  }));
}
