import { exitFlush, type UnfinishedOutput } from './exit-flush.js';
import type { LineOutput } from './line-output.js';
import type { LossReport } from './loss-report.js';
import { callsBack, listenTo, type UserStream } from './user-stream.js';
import { waitForReader } from './wait-for-reader.js';

/**
 * Writes to a stream of the application, which handles its errors itself. Lines wait here while the stream is slow:
 * `write()` returned false, or its promises have not settled. Beyond the limit, lines are dropped and counted.
 */
export class StreamOutput implements LineOutput, UnfinishedOutput {
  private waiting: string[] = [];
  /** Characters that wait here, or in an unfinished asynchronous `write()`. */
  private unfinished = 0;
  private underWay = 0;
  private isBehind = false;
  private readonly callsBack: boolean;
  private readonly stopListening: () => void;

  constructor(
    private readonly stream: UserStream,
    private readonly loss: LossReport,
    private readonly maxBytes: number,
  ) {
    this.callsBack = callsBack(stream);
    this.stopListening = listenTo(stream, {
      // Without callbacks, the number of lines that an error lost is unknown: count one.
      onError: (error) => (this.callsBack ? undefined : loss.lose(1, error)),
      onDrain: () => this.resume(),
    });
  }

  write(line: string): void {
    if (this.isBehind && this.stream.writableNeedDrain === false) this.resume();
    if (this.unfinished + line.length > this.maxBytes) {
      this.loss.lose(1, new Error(`the stream is behind, and ${this.maxBytes} bytes wait for it`));
    } else if (this.isBehind) {
      if (this.waiting.length === 0) exitFlush.add(this);
      this.waiting.push(line);
      this.unfinished += line.length;
    } else this.hand(line);
  }

  flush(): void {
    try {
      this.stream.flushSync?.();
    } catch (error) {
      this.loss.trouble("The application's log stream cannot be flushed", error);
    }
  }

  drain(): void {
    this.finish();
    this.flush();
  }

  /** Passes all waiting lines to the stream, which may still write them. */
  finish(): void {
    while (this.waiting.length > 0) this.resume();
  }

  /**
   * Waits until the stream has accepted everything, has accepted nothing for a second, or `deadline` is aborted. The
   * rest is lost.
   */
  async close(deadline?: AbortSignal): Promise<void> {
    await waitForReader(() => this.waiting.length + this.underWay, deadline);
    this.loss.close(this.takeWaiting().length);
    if (this.callsBack) this.stopListening();
  }

  private resume(): void {
    this.isBehind = false;
    const lines = this.takeWaiting();
    for (const [at, line] of lines.entries()) {
      this.hand(line);
      if (!this.isBehind) continue;
      for (const later of lines.slice(at + 1)) this.write(later);
      return;
    }
  }

  private takeWaiting(): string[] {
    const { waiting } = this;
    exitFlush.delete(this);
    this.waiting = [];
    for (const { length } of waiting) this.unfinished -= length;
    return waiting;
  }

  private hand(line: string): void {
    try {
      if (this.callsBack) this.handWithCallback(line);
      else this.follow(line, this.stream.write(line));
    } catch (error) {
      this.loss.lose(1, error);
    }
  }

  private handWithCallback(line: string): void {
    this.underWay++;
    const goesOn = this.stream.write(line, this.written);
    if (goesOn === false) this.isBehind = true;
  }

  private readonly written = (error?: unknown): void => {
    this.underWay--;
    if (error !== undefined && error !== null) this.loss.lose(1, error);
    else if (this.waiting.length === 0) this.loss.recovered();
  };

  private follow(line: string, result: unknown): void {
    // Only a stream with events reports when it is ready again.
    if (result === false) this.isBehind = this.stream.on !== undefined;
    else if (isThenable(result)) {
      this.underWay++;
      this.unfinished += line.length;
      const done = (error?: unknown) => {
        this.unfinished -= line.length;
        this.written(error);
      };
      result.then(
        () => done(),
        (error: unknown) => done(error ?? new Error('The stream rejected the line')),
      );
    } else if (this.stream.on === undefined) this.loss.recovered();
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function';
}
