import { join } from 'node:path';
import { run } from '../packed/processes.mjs';
import { copySource, emptied, installed, nest, write } from './application.mjs';

export const COMPILERS = {
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

const kept = new Map();

/** The folder of an application that TypeScript 6 has compiled, once for all rows. */
export function compiledApplication(version, format, tarball) {
  const key = `${version} ${format}`;
  if (!kept.has(key)) kept.set(key, compile(version, format, tarball));
  return kept.get(key);
}

/** Compiles main.ts at its strictest, with the types of the packed package checked. Resolves to the folder. */
export async function compile(version, format, tarball, compiler = 'typescript-6', options = NODE_NEXT) {
  const types = { '@types/node': '^24.0.0', '@types/express': '^5.0.0' };
  const installation = await installed('nest', { ...nest(version), ...COMPILERS, ...types }, tarball);
  const directory = emptied(installation, [format, compiler, options.moduleResolution].join('-'));
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
  return directory;
}
