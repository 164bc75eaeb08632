import { join } from 'node:path';
import { run } from '../packed/processes.mjs';
import { installed } from './application.mjs';

const LINTERS = { '@arethetypeswrong/cli': '^0.18.0', publint: '^0.3.0' };

/** What others say about package.json and the types. */
export function manifestRows(tarball) {
  const programs = {
    '@arethetypeswrong/cli': 'node_modules/@arethetypeswrong/cli/dist/index.js',
    publint: 'node_modules/publint/src/cli.js',
  };
  return Object.entries(programs).map(([name, program]) => ({
    name: `${name} has no complaint`,
    run: async () => {
      const directory = await installed('linters', LINTERS, tarball);
      await run(process.execPath, [join(directory, program), tarball], { cwd: directory });
    },
  }));
}
