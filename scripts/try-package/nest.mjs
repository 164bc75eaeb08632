import { join } from 'node:path';
import { run } from '../packed/processes.mjs';
import { copySource, emptied, installed, nest, tryMain, write } from './application.mjs';

const VERSIONS = ['11.1.4', '^11.0.0', '^12.0.0'];
const TYPESCRIPT = {
  'typescript-5.9': 'npm:typescript@5.9',
  'typescript-6': 'npm:typescript@6',
  'typescript-7': 'npm:typescript@7',
};
const STRICTEST = {
  strict: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  exactOptionalPropertyTypes: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  skipLibCheck: false,
};
const EMITTED = {
  target: 'es2022',
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  declaration: true,
  rootDir: 'src',
  outDir: 'out',
  types: ['node'],
};
const NODE_NEXT = { module: 'nodenext', moduleResolution: 'nodenext' };

export function nestRows(tarball) {
  return VERSIONS.flatMap((version) => {
    const directory = () =>
      installed(
        'nest',
        { ...nest(version), ...TYPESCRIPT, '@types/node': '^24.0.0', '@types/express': '^5.0.0' },
        tarball,
      );
    const label = `Nest ${version.replace('^', '').replace(/\.0\.0$/, ', latest')}`;
    return ['ESM', 'CommonJS'].flatMap((format) =>
      typeRows(label, format, directory).concat(
        format === 'CommonJS' ? node10Rows(label, directory) : [],
        startRows(label, format, directory),
      ),
    );
  });
}

function typeRows(label, format, directory) {
  return Object.keys(TYPESCRIPT).map((compiler) => ({
    name: `${label}, ${format}: types, ${compiler}`,
    // What this one compiles is started below.
    thorough: compiler !== 'typescript-6',
    run: async () => compile(await directory(), format, compiler, NODE_NEXT),
  }));
}

function startRows(label, format, directory) {
  return ['express', 'fastify'].map((adapter) => ({
    name: `${label}, ${format}, ${adapter}: start, request, trace, metric, line`,
    run: async () => tryMain('out/main.js', adapter, { cwd: join(await directory(), format) }),
  }));
}

/** TypeScript 7 has no `node10` any more. */
function node10Rows(label, directory) {
  const options = { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true };
  return [
    { compiler: 'typescript-5.9', options },
    { compiler: 'typescript-6', options: { ...options, ignoreDeprecations: '6.0' } },
  ].map((row) => ({
    name: `${label}, CommonJS: types, ${row.compiler}, moduleResolution node10`,
    // Nest 12 has no types for it.
    thorough: true,
    run: async () => {
      if (label.startsWith('Nest 12')) return;
      await compile(await directory(), 'CommonJS', row.compiler, row.options);
    },
  }));
}

async function compile(installation, format, compiler, options) {
  const directory = emptied(installation, format);
  write(directory, 'package.json', { name: 'tried', version: '1.2.3', type: format === 'ESM' ? 'module' : 'commonjs' });
  copySource('main.ts', join(directory, 'src'));
  const verbatim = { verbatimModuleSyntax: format === 'ESM' };
  write(directory, 'tsconfig.json', {
    compilerOptions: { ...STRICTEST, ...EMITTED, ...verbatim, ...options },
    include: ['src'],
  });
  const tsc = join(installation, 'node_modules', compiler, 'bin/tsc');
  try {
    await run(process.execPath, [tsc, '-p', '.'], { cwd: directory });
  } catch (error) {
    // The types of other packages are not ours to correct.
    if (/nestjs-telemetry|(^|\s)src\//.test(error.message.replace(/^.* ended with .*$/m, ''))) throw error;
  }
}
