import { format } from 'node:util';
import type { LogEvent } from '../conventions/logs/log-event.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { callerOfLogger } from './caller.js';
import { SEVERITIES } from './line/severities.js';
import { contextIn, logArguments } from './log-arguments.js';
import type { RootLogger } from './root-logger.js';

export type WrittenLevel = 'verbose' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Writes the lines of one logger. It never throws, for any arguments. */
export class LineWriter {
  constructor(
    readonly root: RootLogger,
    readonly fields: Readonly<Record<string, unknown>> | undefined,
    readonly context: string | undefined,
  ) {}

  write(level: WrittenLevel, message: unknown, rest: readonly unknown[]): void {
    try {
      if (!this.writes(SEVERITIES[level], rest)) return;
      const sorted = logArguments(message, rest, this.context);
      if (this.fields !== undefined) sorted.line.fields = { ...this.fields, ...sorted.line.fields };
      // From this frame, the caller is close.
      const line = this.root.withCaller ? { ...sorted.line, caller: callerOfLogger() } : sorted.line;
      this.root[level](line, sorted.message);
    } catch {
      this.writeBare(level, message);
    }
  }

  /** `util.format`'s placeholders. An error among the values also becomes the line's error. */
  writeFormatted(level: WrittenLevel, template: string, values: readonly unknown[]): void {
    if (!this.root.isLevelEnabled(level)) return;
    const error = values.find(isError);
    this.write(level, this.textOf(template, values), error === undefined ? [] : [error]);
  }

  /** The formatted text, after secrets in the values are hidden. */
  textOf(template: string, values: readonly unknown[]): string {
    try {
      return format(template, ...values.map((value) => this.root.shape.value(value)));
    } catch {
      return textOf(template);
    }
  }

  writeEvent({ level, message, fields, error }: LogEvent): void {
    this.write(level, message, [fields, error === undefined || isError(error) ? error : { error }]);
  }

  flush(): void {
    try {
      this.root.flush();
    } catch {
      // A failed destination cannot log its own failure.
    }
  }

  /** Runs `write` when the process may be about to end. Waits a moment for a slow reader, before and after. */
  urgently(write: () => void): void {
    this.drain();
    write();
    this.flush();
    this.drain();
  }

  private drain(): void {
    try {
      this.root.drain();
    } catch {
      // A failed destination cannot log its own failure.
    }
  }

  private writes(severity: number, rest: readonly unknown[]): boolean {
    const { logLevels } = this.root;
    if (!logLevels.mayWrite(severity)) return false;
    return !logLevels.differ || logLevels.writes(severity, contextIn(rest) ?? this.context);
  }

  // The line could not be serialised: write at least the message, and do not throw.
  private writeBare(level: WrittenLevel, message: unknown): void {
    try {
      this.root[level]({}, textOf(message));
    } catch {
      // A failed destination cannot log its own failure.
    }
  }
}
