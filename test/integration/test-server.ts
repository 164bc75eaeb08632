import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** No server outlives this, whatever becomes of the test. */
const LONGEST_LIFE_S = 120;

/**
 * `describe` for tests that need a program of the operating system's. Where it is absent they are skipped, under a
 * name that says so; in CI, where it has to be there, they fail.
 */
export function describeWith(program: string, title: string, tests: () => void): void {
  if (isInstalled(program)) {
    describe(title, tests);
  } else if (process.env['CI'] === 'true') {
    it(`${title}: needs ${program}`, () => {
      throw new Error(`${program} is not installed. Fix: run scripts/install-test-servers.sh as root.`);
    });
  } else {
    // oxlint-disable-next-line jest/no-disabled-tests -- The program is not everywhere.
    describe.skip(`${title} (skipped: ${program}, which is not installed)`, tests);
  }
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A real server on a port and in a directory of its own. */
export class TestServer {
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly directory: string,
  ) {
    // Without a process there is no `exit` either.
    child.on('error', (error) => (this.said += error.message));
    child.stderr?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-4_000)));
  }

  /** Starts it and waits until `readyPath` answers. */
  static async start(
    program: string,
    readyPath: string,
    argumentsFor: (port: number, directory: string) => readonly string[],
  ): Promise<TestServer> {
    const directory = mkdtempSync(join(tmpdir(), `${program}-`));
    const port = await freePort();
    const child = spawn(
      'timeout',
      ['--kill-after=5', String(LONGEST_LIFE_S), program, ...argumentsFor(port, directory)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const server = new TestServer(child, `http://127.0.0.1:${port}`, directory);
    await server.ready(readyPath);
    return server;
  }

  async stop(): Promise<void> {
    if (this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      const impatience = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(impatience);
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async ready(path: string): Promise<void> {
    for (let tries = 0; tries < 100 && this.child.exitCode === null; tries++) {
      const answered = await fetch(`${this.url}${path}`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (answered) return;
      await delay(100);
    }
    await this.stop();
    throw new Error(`The server did not become ready. It said: ${this.said}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
