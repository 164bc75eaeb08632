import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoggingOptions } from 'nestjs-telemetry';
import { LogDirectory } from './log-directory.js';

const LOADER = new URL('../../typescript-loader.mjs', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('linked-packages.program.ts', import.meta.url));
const FILES = ['before.cjs', 'after.cjs'];

let logs: LogDirectory;
beforeEach(() => {
  logs = new LogDirectory();
});
afterEach(() => logs.remove());

/** A package as pnpm installs it: `node_modules` has a link to where it is. */
function link(): string {
  const stored = join(logs.path, 'stored');
  mkdirSync(stored);
  mkdirSync(join(logs.path, 'node_modules'));
  for (const file of FILES) writeFileSync(join(stored, file), 'module.exports = __filename;');
  symlinkSync(stored, join(logs.path, 'node_modules/linked'));
  return realpathSync(stored);
}

describe('linked packages', () => {
  it.each<[string, (pipe: string) => LoggingOptions]>([
    ['stdout has a reader', () => ({ output: 'stdout' })],
    ['the log file is a named pipe', (path) => ({ output: 'file', file: { path } })],
    ['there are both', (path) => ({ output: 'both', file: { path } })],
  ])('are loaded from where they are, also when %s', async (_, logging) => {
    const stored = link();
    const pipe = join(logs.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const run = promisify(execFile);
    const given = JSON.stringify(logging(pipe));
    await run(process.execPath, ['--import', LOADER, PROGRAM, logs.path, given]);
    const loaded: unknown = JSON.parse(logs.text('loaded.json'));
    expect(loaded).toEqual(FILES.map((file) => join(stored, file)));
  });
});
