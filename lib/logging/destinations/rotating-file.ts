import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogFileOptions } from '../../options/logging.options.js';
import { Backups } from './backups.js';
import { countLines, endOfFirstLine, endOfLastLine, type LineOutput } from './line-output.js';
import type { LossReport } from './loss-report.js';
import { statsOf } from './stats-of.js';
import { IncompleteWrite, writeFully } from './write-fully.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The interval for checking that the file still exists, and the delay before a failed open is repeated. */
const LOOK_MS = 1_000;
/** The delay before a failed rotation is repeated. The file grows until then. */
const ROTATE_AGAIN_MS = 60_000;

/**
 * A log file that is rotated by size or age. A completed write has reached the system: if the process dies, nothing of
 * it is lost. Rotated files are compressed and removed in the background.
 */
export class RotatingFile implements LineOutput {
  private fd: number | undefined;
  private size = 0;
  private since = 0;
  private lookAgainAt = 0;
  private rotateAgainAt = 0;
  private readonly backups: Backups;

  constructor(
    private readonly options: Required<LogFileOptions>,
    private readonly loss: LossReport,
    private readonly now: () => number = Date.now,
  ) {
    this.backups = new Backups(options, now);
    this.backups.tidy();
  }

  write(lines: string): void {
    let rest: Uint8Array = Buffer.from(lines);
    try {
      while (rest.length > 0) {
        const part = rest.subarray(0, this.fitting(rest));
        this.append(part);
        rest = rest.subarray(part.length);
      }
      this.loss.recovered();
    } catch (error) {
      const written = error instanceof IncompleteWrite ? error.written : 0;
      this.loss.lose(countLines(rest.subarray(written)), error instanceof IncompleteWrite ? error.cause : error);
    }
  }

  async close(deadline?: AbortSignal): Promise<void> {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
    // A later line opens the file again.
    this.lookAgainAt = 0;
    await this.backups.settled(deadline);
  }

  /** Returns how much of the text belongs into the current file. Starts a new file first if rotation is due. */
  private fitting(bytes: Uint8Array): number {
    this.open();
    const now = this.now();
    if (now < this.rotateAgainAt) return bytes.length;
    const { maxSizeBytes, maxAgeDays } = this.options;
    const old = now - this.since >= maxAgeDays * DAY_MS;
    if (this.size > 0 && old) this.rotate();
    const room = maxSizeBytes - this.size;
    if (bytes.length <= room) return bytes.length;
    const end = endOfLastLine(bytes, room);
    if (end > 0) return end;
    if (this.size > 0) this.rotate();
    // A line that is larger than the maximum size gets a separate file.
    return endOfLastLine(bytes, Math.min(bytes.length, maxSizeBytes)) || endOfFirstLine(bytes);
  }

  private append(bytes: Uint8Array): void {
    const fd = this.fd as number;
    try {
      writeFully(fd, bytes);
      this.size += bytes.length;
    } catch (error) {
      throw error instanceof IncompleteWrite ? this.withoutCutLine(fd, bytes, error) : error;
    }
  }

  /** Removes the beginning of a line whose end did not fit. */
  private withoutCutLine(fd: number, bytes: Uint8Array, { written, cause }: IncompleteWrite): IncompleteWrite {
    const whole = endOfLastLine(bytes, written);
    try {
      if (Number(statsOf(fd)?.size) === this.size + written) ftruncateSync(fd, this.size + whole);
    } catch {
      // Not a regular file.
    }
    this.size += whole;
    return new IncompleteWrite(whole, cause);
  }

  /** Opens the file. Opens it again if it was moved or deleted. */
  private open(): void {
    const now = this.now();
    if (now < this.lookAgainAt) {
      if (this.fd === undefined) throw new Error(`${this.options.path} could not be opened a moment ago`);
      return;
    }
    this.lookAgainAt = now + LOOK_MS;
    if (this.fd !== undefined && isAt(this.fd, this.options.path)) return;
    this.reopen();
  }

  private reopen(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
    mkdirSync(dirname(this.options.path), { recursive: true });
    this.fd = openSync(this.options.path, 'a');
    const stats = statsOf(this.fd);
    const born = Number(stats?.birthtimeMs ?? 0);
    this.size = Number(stats?.size ?? 0);
    this.since = this.size > 0 && born > 0 ? born : this.now();
  }

  private rotate(): void {
    try {
      renameSync(this.options.path, this.backups.nextPath());
    } catch (error) {
      this.rotateAgainAt = this.now() + ROTATE_AGAIN_MS;
      this.loss.trouble(`The log file ${this.options.path} cannot be rotated, and grows beyond its limit`, error);
      return;
    }
    this.reopen();
    this.backups.tidy();
  }
}

function isAt(fd: number, path: string): boolean {
  const open = statsOf(fd);
  const there = statsOf(path);
  return open !== undefined && open.ino === there?.ino && open.dev === there.dev;
}
