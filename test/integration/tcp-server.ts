import { spawnSync } from 'node:child_process';

/** Exits with 0 when something listens. */
const PROBE = `require('node:net').connect({ host: '127.0.0.1', port: Number(process.argv[1]), timeout: 2000 })
  .on('connect', () => process.exit(0)).on('error', () => process.exit(1)).on('timeout', () => process.exit(1))`;

/**
 * `describe` for tests that need a server on its default port. Where it is absent they are skipped, under a name that
 * says so; in CI, where it has to be there, they fail. Port 0 stands for no server at all.
 */
export function describeWithServer(name: string, port: number, title: string, tests: () => void): void {
  if (port === 0 || listens(port)) {
    describe(title, tests);
  } else if (process.env['CI'] === 'true') {
    it(`${title}: needs ${name}`, () => {
      throw new Error(`Nothing listens on 127.0.0.1:${port}. Fix: start ${name} there.`);
    });
  } else {
    // oxlint-disable-next-line jest/no-disabled-tests -- The server is not everywhere.
    describe.skip(`${title} (skipped: ${name} on 127.0.0.1:${port})`, tests);
  }
}

function listens(port: number): boolean {
  return spawnSync(process.execPath, ['-e', PROBE, String(port)]).status === 0;
}
