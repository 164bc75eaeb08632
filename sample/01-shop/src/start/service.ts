import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReportedSpan } from 'nestjs-telemetry';
import type { FromService } from './parent-reporter.js';

/** One service in a process of its own. */
export class Service {
  private readonly child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<unknown>;

  constructor(
    readonly name: 'gateway' | 'orders' | 'inventory',
    env: Readonly<Record<string, string>>,
    onSpan: (span: ReportedSpan) => void,
  ) {
    this.child = fork(fileURLToPath(new URL(`../${name}/main.js`, import.meta.url)), {
      env: { ...process.env, ...env },
      // So that dates arrive as dates.
      serialization: 'advanced',
    });
    this.child.on('message', (said: FromService) => {
      if ('span' in said) onSpan(said.span);
    });
    this.ended = once(this.child, 'exit');
  }

  /** Resolves when it serves, and rejects when it ends before. */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.on('message', (said: FromService) => {
        if ('ready' in said) resolve();
      });
      this.child.once('exit', () => reject(new Error(`The ${this.name} service ended before it was ready`)));
    });
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}
