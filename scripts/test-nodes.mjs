// Runs the tests on the other supported versions of Node: some of them, or all with --all. Other arguments are Jest's.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installed } from './try-package/application.mjs';
import { NODES } from './try-package/runtimes.mjs';

const ROOT = join(import.meta.dirname, '..');
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
/** What depends on Node most: requests, streams, call sites, modules, measurements, lines at the end of a process. */
const SOME = [
  'test/integration/http/',
  'test/integration/http-client/',
  'test/observation/',
  'test/decorators/user-stack',
  'test/metrics/runtime/',
  'test/logging/destinations/',
  'test/packages/',
  'test/options/package',
];

const given = process.argv.slice(2).filter((each) => each !== '--all');
const chosen = process.argv.includes('--all') ? [] : ['--selectProjects', 'telemetry', '--testPathPatterns', ...SOME];
const [current] = process.versions.node.split('.');
const failed = [];
for (const [major, version] of Object.entries(NODES)) {
  if (major === current) continue;
  const directory = await installed(`node-${version.replaceAll('.', '-')}`, { node: version });
  console.log(`Node ${version}`);
  const program = join(directory, 'node_modules/node/bin/node');
  const { status } = spawnSync(program, [...JEST, '--forceExit', ...given, ...chosen], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) failed.push(version);
}
for (const version of failed) console.error(`Failed on Node ${version}`);
if (failed.length > 0) process.exitCode = 1;
