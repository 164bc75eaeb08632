import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../packed/pack.mjs';
import { run } from '../packed/processes.mjs';
import { copySource, emptied, installed, nest, tryMain, write } from './application.mjs';
import { startOtlpReceiver } from './otlp-receiver.mjs';

const BUNDLERS = {
  webpack: '^5.0.0',
  'webpack-cli': 'latest',
  '@rspack/core': 'latest',
  '@rspack/cli': 'latest',
  esbuild: '^0.28.0',
  'swc-loader': 'latest',
  '@swc/core': '1.16.18',
};
const { peerDependenciesMeta } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
/** Packages that need not be installed: those of this package, as docs/bundling.md has them, and those of Nest. */
export const OPTIONAL = [
  ...Object.keys(peerDependenciesMeta),
  '@grpc/proto-loader',
  '@nestjs/websockets',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  'class-transformer',
  'class-validator',
  'file-type',
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
  return Object.entries({ webpack: packed, rspack: packed, esbuild }).flatMap(([name, bundle]) => {
    const bundled = async (entry, dependencies = {}) => {
      const installation = await installed('bundlers', { ...nest('^11.0.0'), ...BUNDLERS, ...dependencies }, tarball);
      const directory = emptied(installation, name);
      write(directory, 'package.json', { name: 'tried', version: '1.2.3', type: 'commonjs' });
      copySource(`${entry}.ts`, directory);
      await bundle({ directory, installation, name, entry });
      return directory;
    };
    return [
      {
        name: `${name}, everything bundled: build, start, request, trace, metric, line`,
        run: async () => {
          const cwd = await bundled('main');
          await tryMain(join(cwd, 'out/main.js'), 'express', { cwd });
        },
      },
      {
        name: `${name}, pg beside the bundle, and in no package.json: its queries are seen`,
        thorough: true,
        run: async () => tryDatabase(await bundled('database', { pg: '^8.0.0' })),
      },
    ];
  });
}

async function tryDatabase(cwd) {
  const { endpoint, received, close } = await startOtlpReceiver();
  const { said } = await run(process.execPath, ['out/database.js'], {
    cwd,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
  }).finally(close);
  const names = received.spans.map(({ name }) => name).sort();
  if (names.join() !== 'SELECT,work') throw new Error(`The spans are [${names}]. It said:\n${said}`);
}

async function packed({ directory, installation, name, entry }) {
  const loader = name === 'webpack' ? 'swc-loader' : 'builtin:swc-loader';
  const externals = `({ request }, callback) => ${JSON.stringify(OPTIONAL)}.some((name) => request === name || request.startsWith(name + '/')) ? callback(null, 'commonjs ' + request) : callback()`;
  write(
    directory,
    'config.cjs',
    `module.exports = { mode: 'production', target: 'node', entry: './${entry}.ts', context: __dirname, optimization: { minimize: false },
  output: { path: __dirname + '/out', filename: '${entry}.js' }, externals: [${externals}],
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

async function esbuild({ directory, entry }) {
  // esbuild emits no types of parameters, which Nest needs.
  await run(
    process.execPath,
    [
      '-e',
      `const swc = require('@swc/core'); const fs = require('fs'); fs.writeFileSync('${entry}.js', swc.transformFileSync('${entry}.ts', ${JSON.stringify(SWC)}).code)`,
    ],
    { cwd: directory },
  );
  const options = {
    entryPoints: [`${entry}.js`],
    bundle: true,
    platform: 'node',
    keepNames: true,
    outfile: `out/${entry}.js`,
    external: OPTIONAL,
    logOverride: { 'empty-import-meta': 'silent' },
  };
  await run(process.execPath, ['-e', `require('esbuild').buildSync(${JSON.stringify(options)})`], { cwd: directory });
}
