import type { DestinationStream } from 'pino';
import type { LineOutput } from './line-output.js';
import type { LossReport } from './loss-report.js';

interface Emitter {
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

/** A stream of the user's. Its errors stay with it. */
export class StreamOutput implements LineOutput {
  constructor(
    private readonly stream: DestinationStream & Partial<Emitter> & { flushSync?(): void },
    private readonly loss: LossReport,
  ) {
    // A stream may say so for lines that it took: how many were lost is then not known, but one was.
    stream.on?.('error', (error) => loss.lose(1, error));
  }

  write(line: string): void {
    try {
      this.stream.write(line);
    } catch (error) {
      this.loss.lose(1, error);
    }
  }

  flush(): void {
    this.stream.flushSync?.();
  }
}
