import { cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emptied, tryMain, write } from './application.mjs';
import { compiledApplication } from './compiled-application.mjs';

/** Where an application lies, and where it is started. */
export function placeRows(tarball) {
  const inMonorepo = (application) => async () => {
    const compiled = await compiledApplication('^12.0.0', 'ESM', tarball);
    const root = emptied(dirname(compiled), 'monorepo');
    write(root, 'package.json', { name: 'root', version: '1.2.3', type: 'module' });
    for (const name of ['shop', 'billing'])
      cpSync(join(compiled, 'out'), join(root, 'dist/apps', name), { recursive: true });
    await tryMain(`dist/apps/${application}/main.js`, 'fastify', { cwd: root, service: application });
  };
  return [
    {
      name: 'started in another working directory: the service has its own name',
      run: async () => {
        const compiled = await compiledApplication('^12.0.0', 'ESM', tarball);
        await tryMain(join(compiled, 'out/main.js'), 'express', { cwd: tmpdir() });
      },
    },
    ...['shop', 'billing'].map((name) => ({ name: `monorepo of Nest: the service is ${name}`, run: inMonorepo(name) })),
  ];
}
