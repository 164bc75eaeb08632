import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TelemetryOptions } from '../../../lib/telemetry.options.js';
import type { Answer, Request } from './stalled-reader.program.js';

/** A process that writes log lines to a pipe or a socket, which is read only when the test says so. */
export class LoggingProcess {
  readonly ended: Promise<unknown>;
  private text = '';
  private errors = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly reader: Socket,
    private readonly directory: string,
  ) {
    this.ended = once(child, 'close');
    child.stderr?.on('data', (chunk) => (this.errors += String(chunk)));
  }

  static async start(through: 'pipe' | 'socket', options: TelemetryOptions): Promise<LoggingProcess> {
    const directory = mkdtempSync(join(tmpdir(), 'telemetry-pipe-'));
    const path = join(directory, 'pipe');
    execFileSync('mkfifo', [path]);
    const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(path, 'w');
    const child = spawn(
      process.execPath,
      ['--import', here('../../typescript-loader.mjs'), file('stalled-reader.program.ts'), JSON.stringify(options)],
      { stdio: ['ignore', through === 'pipe' ? writeEnd : 'pipe', 'pipe', 'ipc'] },
    );
    closeSync(writeEnd);
    const pipe = new Socket({ fd: readEnd, readable: true, writable: false });
    if (through === 'socket') pipe.destroy();
    const started = new LoggingProcess(child, through === 'pipe' ? pipe : (child.stdout as Socket), directory);
    await once(child, 'message');
    return started;
  }

  async ask(request: Request): Promise<Answer> {
    const answer = once(this.child, 'message');
    this.child.send(request);
    const [told] = (await answer) as [Answer];
    return told;
  }

  /** For requests that end the process. */
  tell(request: Request): void {
    this.child.send(request);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** From now on, whatever is written is read. */
  read(): void {
    this.reader.on('data', (chunk) => (this.text += String(chunk)));
  }

  /** The reader goes away. */
  leave(): void {
    this.reader.destroy();
  }

  lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }

  /** The text after the last line feed. */
  cutLine(): string {
    return this.text.slice(this.text.lastIndexOf('\n') + 1);
  }

  reports(): string[] {
    return this.errors.split('\n').filter((line) => line.startsWith('[nestjs-telemetry]'));
  }

  async remove(): Promise<void> {
    this.child.kill('SIGKILL');
    this.reader.destroy();
    await this.ended;
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function here(path: string): string {
  return new URL(path, import.meta.url).href;
}

function file(path: string): string {
  return fileURLToPath(here(path));
}
