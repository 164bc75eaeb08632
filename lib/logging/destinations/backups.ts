import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { LogFileOptions } from '../../options/logging.options.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A time in a form that every file system accepts in a name, and the suffix after it. */
const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z)(.*)$/;
const COMPRESSED = '.gz';
const UNFINISHED = '.gz.part';

interface Backup {
  readonly name: string;
  readonly rotatedAt: number;
}

/**
 * The rotated files of one log: `app.log` becomes `app-2026-11-22T08-30-00.000Z.log.gz`. A new process finishes the
 * work that a dead process left.
 */
export class Backups {
  private readonly directory: string;
  private readonly prefix: string;
  private readonly extension: string;
  private last = 0;
  private tidying: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly options: Required<LogFileOptions>,
    private readonly now: () => number,
  ) {
    this.directory = dirname(options.path);
    this.extension = extname(options.path);
    this.prefix = `${basename(options.path, this.extension)}-`;
  }

  /** The name for the file that is rotated now. Sorted by name, the files are in order of time. */
  nextPath(): string {
    this.last = Math.max(this.now(), this.last + 1);
    while (existsSync(this.path(this.last)) || existsSync(this.path(this.last) + COMPRESSED)) this.last++;
    return this.path(this.last);
  }

  /** Compresses old files and removes expired ones, in the background. */
  tidy(): void {
    this.again = true;
    this.tidying ??= this.tidyAll().finally(() => (this.tidying = undefined));
  }

  /** Waits until all work is done, or until `deadline`. The next process does the rest. Never rejects. */
  async settled(deadline?: AbortSignal): Promise<void> {
    if (deadline === undefined) return this.tidying;
    if (deadline.aborted) return;
    await Promise.race([this.tidying, once(deadline, 'abort')]);
  }

  private async tidyAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await this.tidyOnce();
      } catch {
        // The directory does not exist, or is not accessible: there is nothing to do here, and writing will report the
        // error.
      }
    }
  }

  private async tidyOnce(): Promise<void> {
    const { maxBackups, maxAgeDays, compress } = this.options;
    // List the files once: files that are rotated meanwhile trigger another run.
    const all = await this.list();
    const young = all.filter(({ rotatedAt }) => this.now() - rotatedAt < maxAgeDays * DAY_MS);
    const kept = new Set(young.slice(-maxBackups));
    for (const backup of all) if (!kept.has(backup)) await this.remove(backup.name);
    if (!compress) return;
    for (const { name } of kept) if (!name.endsWith(COMPRESSED)) await this.compress(join(this.directory, name));
  }

  /** Oldest first. */
  private async list(): Promise<readonly Backup[]> {
    const backups: Backup[] = [];
    for (const name of await readdir(this.directory)) {
      if (!name.startsWith(this.prefix)) continue;
      const [, stamp, ending] = STAMPED.exec(name.slice(this.prefix.length)) ?? [];
      if (stamp === undefined) continue;
      if (ending === this.extension + UNFINISHED) await this.remove(name);
      else if (ending === this.extension || ending === this.extension + COMPRESSED) {
        backups.push({ name, rotatedAt: timeOf(stamp) });
      }
    }
    return backups.toSorted((one, other) => one.rotatedAt - other.rotatedAt);
  }

  private async compress(path: string): Promise<void> {
    const unfinished = path + UNFINISHED;
    try {
      await pipeline(createReadStream(path), createGzip(), createWriteStream(unfinished));
      await rename(unfinished, path + COMPRESSED);
      await rm(path, { force: true });
    } catch {
      // The disk may be full: the uncompressed file stays, and the next rotation tries again.
      await rm(unfinished, { force: true });
    }
  }

  private remove(name: string): Promise<void> {
    return rm(join(this.directory, name), { force: true });
  }

  private path(time: number): string {
    const stamp = new Date(time).toISOString().replaceAll(':', '-');
    return join(this.directory, this.prefix + stamp + this.extension);
  }
}

function timeOf(stamp: string): number {
  return Date.parse(stamp.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'));
}
