import { join } from 'node:path';
import { installed, tryMain } from './application.mjs';
import { compiledApplication } from './compiled-application.mjs';

/** Of each major of Node the oldest version that is supported, else the newest. */
export const NODES = { 22: '22.15', 24: '24', 26: '26' };
/** fetch() says nothing there that could be observed. */
const WITHOUT_FETCH = ['GET /greet/:name', 'choose a greeting'];

/** The same application on each runtime, whichever one runs this. */
export function runtimeRows(tarball) {
  const nodes = Object.values(NODES).map((version) => ({
    label: `Node ${version}`,
    dependencies: { node: version },
    file: 'node/bin/node',
  }));
  const others = [
    { label: 'Bun', dependencies: { bun: 'latest' }, file: '.bin/bun', trace: WITHOUT_FETCH },
    {
      label: 'Deno',
      dependencies: { deno: 'latest' },
      file: '.bin/deno',
      programArguments: ['run', '--allow-all', '--node-modules-dir=manual'],
      trace: WITHOUT_FETCH,
    },
  ];
  return [...nodes, ...others].flatMap(({ label, dependencies, file, ...options }) =>
    ['express', 'fastify'].map((adapter) => ({
      name: `${label}, ${adapter}: start, request, trace, metric, line`,
      thorough: true,
      run: async () => {
        const runtime = await installed(label.replace(/\W+/g, '-').toLowerCase(), dependencies);
        const cwd = await compiledApplication('^12.0.0', 'ESM', tarball);
        const program = join(runtime, 'node_modules', file);
        await tryMain('out/main.js', adapter, { cwd, program, ...options });
      },
    })),
  );
}
