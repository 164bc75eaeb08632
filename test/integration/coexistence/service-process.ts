import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LogLine } from '../observed-application.js';

/** How a service is started. */
export interface ServiceStart {
  /** Files beside this one. */
  readonly script: string;
  readonly preload?: string | undefined;
  readonly argv?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A service in a process of its own, and what it has said when it has ended. */
export class ServiceProcess {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start({ script, preload, argv = [], env }: ServiceStart): Promise<ServiceProcess> {
    const child = fork(fileURLToPath(here(script)), argv, {
      execArgv: [
        '--import',
        here('../../typescript-loader.mjs'),
        ...(preload === undefined ? [] : ['--import', here(preload)]),
      ],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const started = new ServiceProcess(child, url);
    child.stdout?.on('data', () => (started.output = output));
    return started;
  }

  /** Ends it as an orchestrator would, so that all its spans are sent, and returns its log. */
  async stop(): Promise<readonly LogLine[]> {
    const closed = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await closed;
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  }
}

function here(path: string): string {
  return new URL(path, import.meta.url).href;
}
