import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TelemetryOptions } from 'nestjs-telemetry';

type Line = Readonly<Record<string, unknown>> & { readonly message: string };

/** A process with telemetry, which a test ends, or which ends by itself. */
export class RunningProcess {
  private out = '';
  private err = '';
  private readonly exited: Promise<[number | null, NodeJS.Signals | null]>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  }

  static start(file: string, argument: unknown): RunningProcess {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(argument)], {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
      silent: true,
      env,
    });
    return new RunningProcess(child);
  }

  static service(options: TelemetryOptions): RunningProcess {
    return RunningProcess.start('./service.process.ts', { job: false, options });
  }

  static job(options: TelemetryOptions): RunningProcess {
    return RunningProcess.start('./service.process.ts', { job: true, options });
  }

  /** The next message that the process sends. */
  async message(): Promise<string> {
    const [message] = (await once(this.child, 'message')) as [string];
    return message;
  }

  /** How the process ends: its exit code or signal; `hung` if it does not within the time, and is killed then. */
  async end(ms: number, signal?: NodeJS.Signals): Promise<number | string | null> {
    if (signal !== undefined) this.child.kill(signal);
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      this.kill();
    }, ms);
    const [code, by] = await this.exited;
    clearTimeout(timer);
    return hung ? 'hung' : (by ?? code);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  get lines(): readonly Line[] {
    return this.out
      .split('\n')
      .filter((text) => text.startsWith('{'))
      .map((text) => JSON.parse(text) as Line);
  }

  get stderr(): string {
    return this.err;
  }
}
