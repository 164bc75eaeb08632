import { exitFlush, type UnfinishedOutput } from '../destinations/exit-flush.js';
import type { LineOutput } from '../destinations/line-output.js';
import { standardOutput } from '../destinations/standard-output.js';
import { lineFormat } from '../formats/line-format.js';
import { parseLine } from '../line/parse-line.js';
import { SEVERITIES } from '../line/severities.js';
import { LogStatistics } from '../log-statistics.js';
import { createRootLogger, type RootLogger } from '../root-logger.js';
import { HeldLines } from './held-lines.js';
import { startOptions } from './start-options.js';
import { whenKilled } from './when-killed.js';

/** After this time, a person at the terminal wants to see what the start waits for. */
const LONGEST_HOLD_MS = 5_000;

/**
 * The log before the application's log. It holds lines of every level. They move to the application's log, or are
 * released to stdout in the default format.
 */
export class StartLines implements UnfinishedOutput {
  readonly root: RootLogger;
  private readonly options = startOptions();
  private readonly held = new HeldLines();
  private readonly format = lineFormat(this.options.logging.format, {
    colours: process.stdout.isTTY,
    service: false,
  });
  private released: Pick<LineOutput, 'write' | 'drain'> | undefined;
  private stopHolding: (() => void) | undefined;

  constructor(
    private readonly openStdout: () => Pick<LineOutput, 'write' | 'drain'> = () =>
      standardOutput(this.options.limits, new LogStatistics()),
  ) {
    this.root = createRootLogger(this.options, { write: (line) => this.write(line) });
  }

  /** Writes the held lines, and all later lines at once. */
  release(): void {
    this.stopHolding?.();
    this.released ??= this.openStdout();
    for (const line of this.held.take()) this.show(line);
    const dropped = this.held.takeDropped();
    if (dropped > 0) this.root.warn({}, droppedMessage(dropped));
    this.released.drain?.();
  }

  /** The process ends. */
  finish(): void {
    this.release();
  }

  /** Writes the held lines to the application's log. Returns the number of dropped lines. */
  moveTo(root: RootLogger): number {
    this.stopHolding?.();
    this.released?.drain?.();
    for (const line of this.held.take()) root.take(line);
    const dropped = this.held.takeDropped();
    if (dropped > 0) root.warn({ context: 'Telemetry' }, droppedMessage(dropped));
    return dropped;
  }

  private write(line: string): void {
    if (this.released !== undefined) return this.show(line);
    if (this.stopHolding === undefined) this.hold();
    this.held.add(line);
  }

  private hold(): void {
    const timer = setTimeout(() => this.release(), LONGEST_HOLD_MS).unref();
    const stopWatching = whenKilled(() => this.release());
    exitFlush.add(this);
    this.stopHolding = () => {
      clearTimeout(timer);
      stopWatching();
      exitFlush.delete(this);
      this.stopHolding = undefined;
    };
  }

  private show(line: string): void {
    const parsed = parseLine(line);
    if (SEVERITIES[parsed.level as keyof typeof SEVERITIES] < SEVERITIES.info) return;
    this.released?.write(this.format(parsed));
  }
}

function droppedMessage(lines: number): string {
  return `${lines} log lines of the start were dropped`;
}
