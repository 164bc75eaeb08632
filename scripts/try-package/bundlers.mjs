import { join } from 'node:path';
import { run } from '../packed/processes.mjs';
import { copySource, emptied, installed, nest, tryMain, write } from './application.mjs';

const BUNDLERS = {
  webpack: '^5.0.0',
  'webpack-cli': 'latest',
  '@rspack/core': 'latest',
  '@rspack/cli': 'latest',
  esbuild: '^0.28.0',
  'swc-loader': 'latest',
  '@swc/core': '1.16.18',
};
/** What docs/bundling.md says to leave out of a bundle: packages that need not be installed. */
const OPTIONAL = [
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@opentelemetry/sdk-node',
  '@fastify/static',
  '@fastify/view',
  'better-sqlite3',
  'cache-manager',
  'class-transformer',
  'class-validator',
  'file-type',
  'ioredis',
  'keyv',
  'mongodb',
  'mysql2',
  'nestjs-pino',
  'pg',
  'postgres',
  'redis',
];
const SWC = {
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

/** Everything in one file, on Nest 11. */
export function bundlerRows(tarball) {
  const rows = { webpack: packed, rspack: packed, esbuild };
  return Object.entries(rows).map(([name, bundle]) => ({
    name: `${name}, everything bundled: build, start, request, trace, metric, line`,
    run: async () => {
      const installation = await installed('bundlers', { ...nest('^11.0.0'), ...BUNDLERS }, tarball);
      const directory = emptied(installation, name);
      write(directory, 'package.json', { name: 'tried', version: '1.2.3', type: 'commonjs' });
      copySource('main.ts', directory);
      await bundle(directory, installation, name);
      await tryMain(join(directory, 'out/main.js'), 'express', { cwd: directory });
    },
  }));
}

async function packed(directory, installation, name) {
  const loader = name === 'webpack' ? 'swc-loader' : 'builtin:swc-loader';
  const externals = `({ request }, callback) => ${JSON.stringify(OPTIONAL)}.some((name) => request === name || request.startsWith(name + '/')) ? callback(null, 'commonjs ' + request) : callback()`;
  write(
    directory,
    'config.cjs',
    `module.exports = { mode: 'production', target: 'node', entry: './main.ts', context: __dirname, optimization: { minimize: false },
  output: { path: __dirname + '/out', filename: 'main.js' }, externals: [${externals}],
  module: { rules: [{ test: /\\.ts$/, use: { loader: '${loader}', options: ${JSON.stringify(SWC)} } }] } };\n`,
  );
  const [program, ...args] = name === 'webpack' ? ['webpack/bin/webpack.js'] : ['@rspack/cli/bin/rspack.js', 'build'];
  const { said } = await run(
    process.execPath,
    [join(installation, 'node_modules', program), ...args, '--config', 'config.cjs'],
    { cwd: directory },
  );
  if (/\bERROR\b/.test(said)) throw new Error(said.slice(-3_000));
}

async function esbuild(directory) {
  // esbuild emits no types of parameters, which Nest needs.
  await run(
    process.execPath,
    [
      '-e',
      `const swc = require('@swc/core'); const fs = require('fs'); fs.writeFileSync('main.js', swc.transformFileSync('main.ts', ${JSON.stringify(SWC)}).code)`,
    ],
    { cwd: directory },
  );
  const options = {
    entryPoints: ['main.js'],
    bundle: true,
    platform: 'node',
    keepNames: true,
    outfile: 'out/main.js',
    external: OPTIONAL,
    logOverride: { 'empty-import-meta': 'silent' },
  };
  await run(process.execPath, ['-e', `require('esbuild').buildSync(${JSON.stringify(options)})`], { cwd: directory });
}
