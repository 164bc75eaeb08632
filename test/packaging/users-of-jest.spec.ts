import { fileURLToPath } from 'node:url';
import { InstalledPackage } from './installed-package.js';

const JEST = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));
const TYPES = fileURLToPath(new URL('../../node_modules/@types', import.meta.url));
const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
/** Nest 12 is ES modules alone, which Jest's CommonJS cannot require. */
const FORMATS = process.env['TELEMETRY_NEST']?.startsWith('11') === true ? ['cjs', 'mjs'] : ['mjs'];

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await InstalledPackage.create();
}, 120_000);
afterAll(() => installed.remove());

describe('an application that has none of the optional peers', () => {
  it.each(FORMATS)(
    'starts in a test of Jest, which is silent: users-test.%s',
    async (format) => {
      const config = { testEnvironment: 'node', testMatch: [`**/users-test.${format}`], transform: {} };
      const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
      const jest = ['--rootDir', installed.directory, '--config', JSON.stringify(config), '--ci'];
      const { stdout, stderr } = await installed.run(...node, JEST, ...jest);
      expect(stderr).toMatch(/Tests: +1 passed, 1 total/);
      expect(stdout).not.toContain('WARN');
    },
    60_000,
  );

  it.each([
    ['NodeNext', 'NodeNext'],
    ['CommonJS', 'node10'],
  ])(
    'compiles with the types of this package checked: %s, %s',
    async (module, moduleResolution) => {
      const strictly = ['--noEmit', '--strict', '--experimentalDecorators', '--skipLibCheck', 'false'];
      const types = ['--target', 'es2023', '--typeRoots', TYPES, '--types', 'node', '--ignoreDeprecations', '6.0'];
      const modules = ['--module', module, '--moduleResolution', moduleResolution];
      const compiled = installed.run(TSC, ...strictly, ...types, ...modules, 'consumer.ts');
      const errors = await compiled.then(
        () => '',
        ({ stdout }: { readonly stdout: string }) => stdout,
      );
      // Packages of others may not compile where their own optional peers are absent.
      const OF_OTHERS = /^\S*node_modules\/(?!nestjs-telemetry\/)/;
      const ours = errors.split('\n').filter((line) => line.includes('error TS') && !OF_OTHERS.test(line));
      expect(ours).toEqual([]);
    },
    60_000,
  );
});
