import { type ChildProcess, spawn } from 'node:child_process';
import type { Questions } from './answer.js';

const NEWLINE = 10;

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

interface Message {
  readonly id?: number;
  readonly value?: never;
  readonly error?: string;
  readonly ready?: number;
}

export interface ChildOptions {
  /** Arguments for node: flags, script, arguments of the script. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A command that pins what follows it to one processor; empty for none. */
  readonly pin: readonly string[];
  /** Default false: standard output goes nowhere. */
  readonly countLines?: boolean;
}

/** Another Node process, and what can be asked of it. */
export class Child<Q extends Questions> {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private lines = 0;

  private constructor(
    private readonly process: ChildProcess,
    /** What the process said when it was ready: the port on which it listens. */
    readonly port: number,
  ) {
    process.on('message', (message: Message) => this.receive(message));
    process.stdout?.on('data', (chunk: Buffer) => {
      for (const byte of chunk) if (byte === NEWLINE) this.lines++;
    });
    process.once('exit', (code, signal) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`A process ended early: ${signal ?? code}`));
    });
  }

  static async start<Q extends Questions>({
    args,
    env = {},
    pin,
    countLines = false,
  }: ChildOptions): Promise<Child<Q>> {
    const [command = process.execPath, ...rest] = [...pin, process.execPath, ...args];
    const child = spawn(command, rest, {
      stdio: ['ignore', countLines ? 'pipe' : 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`${args.join(' ')} ended with ${signal ?? code} before it was ready.`)),
      );
      child.once('message', (message: Message) => resolve(message.ready ?? 0));
    });
    return new Child<Q>(child, port);
  }

  ask<Name extends keyof Q & string>(
    name: Name,
    ...[argument]: Q[Name] extends (...args: infer Args) => unknown ? Args : never
  ): Promise<Q[Name] extends (...args: never[]) => infer Value ? Awaited<Value> : never> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.process.send({ id, name, argument });
    });
  }

  /** Lines of standard output so far, if they are counted. */
  get linesWritten(): number {
    return this.lines;
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.disconnect();
    await gone;
  }

  private receive({ id, value, error }: Message): void {
    const waiting = id === undefined ? undefined : this.waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.waiting.delete(id);
    if (error === undefined) waiting.resolve(value as never);
    else waiting.reject(new Error(error));
  }
}
