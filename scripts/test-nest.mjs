// Runs the specs that Nest has a part in on further versions of Nest, and between versions. Arguments are Jest's.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEST_VERSIONS, nestFolder } from '../test/suite/nest.mjs';

const ROOT = join(import.meta.dirname, '..');
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  join(ROOT, 'node_modules/jest/bin/jest.js'),
  '--config',
  join(ROOT, 'jest.nest.config.js'),
  ...process.argv.slice(2),
];
const [oldest] = NEST_VERSIONS;
/** Which versions the specs and the processes that they start run on. */
const RUNS = [...NEST_VERSIONS.map((version) => [version, version]), [oldest, '12'], ['12', oldest]];

for (const version of NEST_VERSIONS) install(version);
const failed = RUNS.filter(([nest, peers]) => {
  const env = { ...process.env, TELEMETRY_NEST: nest, TELEMETRY_PEER_NEST: peers };
  return run(process.execPath, JEST, { cwd: ROOT, env }) !== 0;
});
for (const [nest, peers] of failed) process.stderr.write(`Failed: Nest ${nest}, its peers on Nest ${peers}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Installs once for each lock file. */
function install(version) {
  const cwd = nestFolder(version);
  const lock = readFileSync(join(cwd, 'package-lock.json'), 'utf8');
  const installed = join(cwd, 'node_modules/.installed-lock.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  if (run('npm', ['ci'], { cwd, shell: process.platform === 'win32' }) !== 0) {
    throw new Error(`Nest ${version} could not be installed in ${cwd}.`);
  }
  writeFileSync(installed, lock);
}

function run(command, args, options) {
  return spawnSync(command, args, { ...options, stdio: 'inherit' }).status;
}
