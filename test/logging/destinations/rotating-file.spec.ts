import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RotatingFile } from '../../../lib/logging/destinations/rotating-file.js';
import type { LogFileOptions } from '../../../lib/options/logging.options.js';
import { LogDirectory } from './log-directory.js';

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

let logs: LogDirectory;
let clock: number;
beforeEach(() => {
  logs = new LogDirectory();
  clock = Date.parse('2026-11-22T08:30:00.000Z');
});
afterEach(() => logs.remove());

function open(options: Partial<LogFileOptions> = {}): RotatingFile {
  const defaults = { path: logs.file, maxSizeBytes: 10 * MIB, maxBackups: 3, maxAgeDays: 30, compress: true };
  return new RotatingFile({ ...defaults, ...options }, logs.loss(), () => clock);
}

/** A line of exactly `length` bytes. */
function line(number: number, length = 200): string {
  const start = `{"n":${number},"text":"`;
  return `${start.padEnd(length - 3, 'x')}"}\n`;
}

function numbers(lines: readonly string[]): number[] {
  return lines.map((text) => (JSON.parse(text) as { n: number }).n);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Writes 50 MB in portions of a tick, as the tick destination does. */
async function write50Megabytes(file: RotatingFile): Promise<number> {
  const inPortion = 300;
  const portions = Math.ceil((50 * MIB) / (inPortion * 200));
  for (let portion = 0; portion < portions; portion++) {
    file.write(
      range(portion * inPortion, (portion + 1) * inPortion)
        .map((number) => line(number))
        .join(''),
    );
    if (portion % 50 === 0) await new Promise(setImmediate);
  }
  await file.close();
  return portions * inPortion;
}

describe('50 MB through a limit of 10 MB', () => {
  it('leaves the file and 3 compressed backups, with the newest lines, contiguous and whole', async () => {
    const written = await write50Megabytes(open());
    const names = logs.names();
    expect(names).toHaveLength(4);
    expect(names.slice(0, 3).every((name) => /^app-2026-11-22T08-30-00\.\d{3}Z\.log\.gz$/.test(name))).toBe(true);
    for (const name of names) expect(logs.text(name).length).toBeLessThanOrEqual(10 * MIB);
    for (const name of names.slice(0, 3)) expect(logs.text(name).length).toBeGreaterThan(10 * MIB - 200);
    const kept = numbers(logs.lines());
    expect(kept).toEqual(range(written - kept.length, written));
    expect(logs.dropped()).toBe(0);
  });

  it('loses no line when all backups are kept', async () => {
    const written = await write50Megabytes(open({ maxBackups: 100 }));
    expect(numbers(logs.lines())).toEqual(range(0, written));
    expect(logs.names()).toHaveLength(6);
  });
});

describe('rotation', () => {
  it('keeps to the limit within one write of many lines, and gives a larger line a file for itself', async () => {
    const file = open({ maxSizeBytes: 1_000, maxBackups: 100, compress: false });
    file.write(
      line(0) +
        line(1, 3_000) +
        range(2, 12)
          .map((number) => line(number))
          .join(''),
    );
    await file.close();
    expect(logs.names().map((name) => logs.text(name).length)).toEqual([200, 3_000, 1_000, 1_000]);
    expect(numbers(logs.lines())).toEqual(range(0, 12));
  });

  it('continues the file of an earlier process, and counts its size', async () => {
    writeFileSync(logs.file, line(0, 900));
    const file = open({ maxSizeBytes: 1_000, compress: false });
    file.write(line(1, 100));
    file.write(line(2, 100));
    await file.close();
    expect(logs.names().map((name) => logs.text(name).length)).toEqual([1_000, 100]);
  });

  it('begins the file anew when it is old, and removes backups that are', async () => {
    const file = open({ maxAgeDays: 2 });
    file.write(line(0));
    clock += 1.9 * DAY_MS;
    file.write(line(1));
    expect(logs.names()).toEqual(['app.log']);
    clock += 0.2 * DAY_MS;
    file.write(line(2));
    await file.close();
    expect(logs.names()).toHaveLength(2);
    expect(numbers(logs.lines())).toEqual([0, 1, 2]);
    clock += 2 * DAY_MS;
    const next = open({ maxAgeDays: 2 });
    await next.close();
    expect(logs.names()).toEqual(['app.log']);
  });

  it('finishes what a process that died left unfinished, and touches nothing else', async () => {
    writeFileSync(join(logs.path, 'app-2026-11-21T08-30-00.000Z.log'), line(0));
    writeFileSync(join(logs.path, 'app-2026-11-21T08-30-00.000Z.log.gz.part'), 'half');
    const others = ['app-2026.log', 'app-notes.txt', 'other-2026-11-21T08-30-00.000Z.log', 'app.log.gz'];
    for (const name of others) writeFileSync(join(logs.path, name), '');
    await open({ maxBackups: 1 }).close();
    expect(logs.names().toSorted()).toEqual([...others, 'app-2026-11-21T08-30-00.000Z.log.gz'].toSorted());
    expect(logs.text('app-2026-11-21T08-30-00.000Z.log.gz')).toBe(line(0));
  });

  it('lets the file grow, and says so once, when it cannot be renamed', async () => {
    // Names of backups are in the file's own directory: nothing can be renamed to a name that is too long.
    const long = open({ maxSizeBytes: 1_000, path: join(logs.path, `${'a'.repeat(240)}.log`) });
    for (const number of range(0, 20)) long.write(line(number));
    await long.close();
    expect(statSync(join(logs.path, `${'a'.repeat(240)}.log`)).size).toBe(4_000);
    expect(logs.dropped()).toBe(0);
    expect(logs.reports).toEqual([expect.stringContaining('cannot be rotated')]);
  });
});

describe('trouble', () => {
  it.each(['deleted', 'moved'])('makes the file anew within a second when it was %s', async (what) => {
    const file = open();
    file.write(line(0));
    if (what === 'deleted') rmSync(logs.file);
    else renameSync(logs.file, join(logs.path, 'elsewhere'));
    clock += 1_000;
    file.write(line(1));
    await file.close();
    expect(numbers(logs.text('app.log').trimEnd().split('\n'))).toEqual([1]);
  });

  it('makes the directory anew too', async () => {
    const file = open({ path: join(logs.path, 'deep', 'er', 'app.log') });
    file.write(line(0));
    rmSync(join(logs.path, 'deep'), { recursive: true });
    clock += 1_000;
    file.write(line(1));
    await file.close();
    expect(statSync(join(logs.path, 'deep', 'er', 'app.log')).size).toBe(200);
  });

  it('counts what a file that cannot be opened loses, says so once, and recovers', async () => {
    mkdirSync(logs.file);
    const file = open();
    for (const number of range(0, 5)) file.write(line(number) + line(number));
    expect(logs.dropped()).toBe(10);
    expect(logs.reports).toHaveLength(1);
    rmSync(logs.file, { recursive: true });
    clock += 1_000;
    file.write(line(5));
    await file.close();
    expect(numbers(logs.lines())).toEqual([5]);
    expect(logs.reports).toEqual([
      expect.stringContaining('cannot be written'),
      expect.stringContaining('again: 10 were lost'),
    ]);
  });

  it('survives a full disk: counts, says so once', async () => {
    const file = open({ path: '/dev/full' });
    for (const number of range(0, 100)) file.write(line(number));
    await file.close();
    expect(logs.dropped()).toBe(100);
    expect(logs.reports).toHaveLength(1);
  });
});
