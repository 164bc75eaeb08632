import { join } from 'node:path';
import { CACHE } from '../packed/pack.mjs';
import { run } from '../packed/processes.mjs';
import { copySource, emptied, installed, nest, write } from './application.mjs';

const JEST = {
  jest: '^30.0.0',
  'ts-jest': '^29.4.0',
  typescript: '^5.9.0',
  '@swc/core': '1.16.18',
  '@swc/jest': '^0.2.39',
  '@types/jest': '^30.0.0',
  '@types/node': '^24.0.0',
};
const VITEST = { vitest: 'latest', 'unplugin-swc': 'latest', '@swc/core': '1.16.18' };
const PEERS = { 'nestjs-pino': '^4.5.0', 'pino-http': '*', pg: '^8.0.0', ioredis: '^5.0.0', keyv: '^5.0.0' };

const PEERS_OF_12 = { ...PEERS, 'nestjs-pino': '^5.2.0' };

const SWC = {
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};
const TS_JEST = {
  tsconfig: {
    module: 'commonjs',
    moduleResolution: 'node10',
    target: 'es2022',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
    skipLibCheck: true,
  },
};
const ESM_SWC = { ...SWC, module: { type: 'es6' } };

/** Users' own test suites: with the optional peers, and without any. */
export function runnerRows(tarball) {
  return [
    jest('Jest, CommonJS, ts-jest, Nest 11', '^11.0.0', { '^.+\\.ts$': ['ts-jest', TS_JEST] }),
    thoroughly(
      jest('Jest, CommonJS, ts-jest, Nest 11, optional peers', '^11.0.0', { '^.+\\.ts$': ['ts-jest', TS_JEST] }, PEERS),
    ),
    jest('Jest, CommonJS, SWC, Nest 11', '^11.0.0', { '^.+\\.ts$': ['@swc/jest', SWC] }),
    jest('Jest, CommonJS, SWC, Nest 11, optional peers', '^11.0.0', { '^.+\\.ts$': ['@swc/jest', SWC] }, PEERS),
    jest('Jest, ESM, SWC, Nest 12', '^12.0.0', { '^.+\\.ts$': ['@swc/jest', ESM_SWC] }),
    jest('Jest, ESM, SWC, Nest 12, optional peers', '^12.0.0', { '^.+\\.ts$': ['@swc/jest', ESM_SWC] }, PEERS_OF_12),
    { name: 'Vitest, Nest 12', run: () => vitest('^12.0.0') },
    thoroughly({ name: 'Vitest, Nest 12, optional peers', run: () => vitest('^12.0.0', PEERS_OF_12) }),
    thoroughly({ name: 'Vitest, Nest 11', run: () => vitest('^11.0.0') }),
    thoroughly({ name: 'Vitest, Nest 11, optional peers', run: () => vitest('^11.0.0', PEERS) }),
  ];

  function jest(name, version, transform, peers = {}) {
    const esm = name.includes('ESM');
    return {
      name,
      run: async () => {
        const installation = await installed('jest', { ...nest(version), ...JEST, ...peers }, tarball);
        const directory = emptied(installation, name.replace(/\W+/g, '-'));
        copySource('telemetry.spec.ts', directory);
        write(directory, 'package.json', { name: 'tried', version: '1.2.3', type: esm ? 'module' : 'commonjs' });
        write(directory, 'jest.config.json', {
          transform,
          testEnvironment: 'node',
          ...(esm ? { extensionsToTreatAsEsm: ['.ts'] } : {}),
        });
        const { said } = await run(
          process.execPath,
          [
            ...(esm ? ['--experimental-vm-modules'] : []),
            join(installation, 'node_modules/jest/bin/jest.js'),
            '--config',
            'jest.config.json',
          ],
          { cwd: directory },
        );
        beQuiet(said);
      },
    };
  }

  async function vitest(version, peers = {}) {
    const installation = await installed('vitest', { ...nest(version), ...VITEST, ...peers }, tarball);
    const directory = emptied(installation, 'tried');
    copySource('telemetry.spec.ts', directory);
    write(directory, 'package.json', { name: 'tried', version: '1.2.3', type: 'module' });
    write(
      directory,
      'vitest.config.mjs',
      `import swc from 'unplugin-swc';\nexport default { test: { globals: true }, oxc: false, plugins: [swc.vite(${JSON.stringify({ jsc: SWC.jsc, module: { type: 'es6' } })})] };\n`,
    );
    const { said } = await run(process.execPath, [join(installation, 'node_modules/vitest/vitest.mjs'), 'run'], {
      cwd: directory,
    });
    beQuiet(said);
  }
}

function thoroughly(row) {
  return { ...row, thorough: true };
}

/** In a test, telemetry says nothing unless asked. */
function beQuiet(said) {
  const text = said.replaceAll(CACHE, '');
  if (/\b1 passed/.test(text) && !/"level"|console\.|nestjs-telemetry|OTLP/.test(text)) return;
  throw new Error(said.slice(-3_000));
}
