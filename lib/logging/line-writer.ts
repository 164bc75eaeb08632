import { format } from 'node:util';
import type { LogEvent } from '../conventions/logs/log-event.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { callerOfLogger } from './caller.js';
import { SEVERITIES } from './levels/severities.js';
import { contextIn, logArguments } from './log-arguments.js';
import type { RootLogger } from './root-logger.js';

export type WrittenLevel = 'verbose' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Writes the lines of one logger. Nothing that it is given makes it throw. */
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
      // From here the caller is near.
      const line = this.root.withCaller ? { ...sorted.line, caller: callerOfLogger() } : sorted.line;
      this.root[level](line, sorted.message);
    } catch {
      this.writeBare(level, message);
    }
  }

  /** `util.format`'s placeholders. An error among the values is the line's error too. */
  writeFormatted(level: WrittenLevel, template: string, values: readonly unknown[]): void {
    if (!this.root.isLevelEnabled(level)) return;
    const error = values.find(isError);
    this.write(level, this.textOf(template, values), error === undefined ? [] : [error]);
  }

  /** printf's text, of values that may be shown. */
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
      // A destination that fails has nowhere to say so.
    }
  }

  /** Runs `write` where its lines may be the last: waits a moment for a reader that is behind, before and after it. */
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
      // A destination that fails has nowhere to say so.
    }
  }

  private writes(severity: number, rest: readonly unknown[]): boolean {
    const { logLevels } = this.root;
    if (!logLevels.mayWrite(severity)) return false;
    return !logLevels.differ || logLevels.writes(severity, contextIn(rest) ?? this.context);
  }

  // Something in the line could not be written: the message alone is better than nothing, or than a throw.
  private writeBare(level: WrittenLevel, message: unknown): void {
    try {
      this.root[level]({}, textOf(message));
    } catch {
      // A destination that fails has nowhere to say so.
    }
  }
}
