import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

/** Node first on the path is the one that runs this, also for programs with a `#!/usr/bin/env node`. */
export const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;

/** Runs a program; rejects with what it said when it fails or takes too long. */
export function run(program, args, { cwd, env = {}, timeoutMs = 240_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...withoutNpm(), NO_COLOR: '1', ...env, PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      // npm, npx and the like are no programs there, but scripts.
      shell: process.platform === 'win32',
    });
    let said = '';
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
      said += data;
    });
    child.stderr.on('data', (data) => (said += data));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ stdout, said });
      else reject(new Error(`${program} ${args.join(' ')} ended with ${signal ?? code}:\n${said.slice(-4_000)}`));
    });
  });
}

/** npm tells its scripts about the package whose script it is; a package manager below must not believe it. */
function withoutNpm() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_OPTIONS|FORCE_COLOR)/i.test(name)),
  );
}
