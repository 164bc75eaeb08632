import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReportedSpan } from 'nestjs-telemetry';
import { until } from '../../until.js';
import type { LogLine } from '../observed-application.js';

interface Said {
  readonly span?: ReportedSpan;
  readonly line?: string;
}

/** The process at the other end of a broker, and what it has told of. */
export class ConsumerProcess {
  readonly lines: LogLine[] = [];
  private readonly spans: ReportedSpan[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ span, line }: Said) => {
      if (span !== undefined) this.spans.push(span);
      if (line !== undefined) this.lines.push(JSON.parse(line) as LogLine);
    });
  }

  static async start(broker: 'rabbitmq' | 'mqtt', queue: string): Promise<ConsumerProcess> {
    const child = fork(fileURLToPath(new URL('./consumer.process.ts', import.meta.url)), [broker, queue], {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    });
    const consumer = new ConsumerProcess(child);
    await once(child, 'message');
    return consumer;
  }

  /** Waits for the span of this name in a trace, or linked to it. */
  async span(isMeant: (span: ReportedSpan) => boolean): Promise<ReportedSpan> {
    await until(() => this.spans.some(isMeant));
    return this.spans.find(isMeant) as ReportedSpan;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.send('stop');
    await ended;
  }
}
