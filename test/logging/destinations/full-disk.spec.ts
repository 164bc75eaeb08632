import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BufferedOutput } from '../../../lib/logging/destinations/buffered-output.js';
import { SpecialFileSink } from '../../../lib/logging/destinations/special-file.sink.js';
import { RotatingFile } from '../../../lib/logging/destinations/rotating-file.js';
import { LogDirectory } from './log-directory.js';

/** A file system of 64 KiB; undefined where the test may not make one. */
function mountSmall(): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'telemetry-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory], { stdio: 'ignore' });
    return directory;
  } catch {
    rmSync(directory, { recursive: true });
    return undefined;
  }
}

const small = mountSmall();
const logs = new LogDirectory();
afterAll(() => {
  logs.remove();
  if (small === undefined) return;
  execFileSync('umount', [small]);
  rmSync(small, { recursive: true });
});

const line = (number: number) => `{"n":${number},"text":"${'x'.repeat(300)}"}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => line(from + index)).join('');

describe('a disk that is full', () => {
  const title = 'cuts no line, costs what does not fit, and is said once';
  const [test, name] =
    small === undefined ? [it.skip, `${title} (skipped: the right to mount a file system)`] : [it, title];
  test(name, async () => {
    const path = join(small as string, 'app.log');
    writeFileSync(join(small as string, 'ballast'), 'x'.repeat(10_000));
    const options = { path, maxSizeBytes: 1_000_000, maxBackups: 3, maxAgeDays: 30, compress: true };
    const file = new RotatingFile(options, logs.loss());
    for (let portion = 0; portion < 30; portion++) file.write(lines(portion * 10, portion * 10 + 10));
    const lost = logs.dropped();
    expect(lost).toBeGreaterThan(0);
    expect(logs.reports).toHaveLength(1);
    expect(logs.reports[0]).toContain('ENOSPC');

    truncateSync(join(small as string, 'ballast'), 0);
    file.write(line(300));
    await file.close();
    const found = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(found.map((text) => (JSON.parse(text) as { n: number }).n).at(-1)).toBe(300);
    expect(found.length + lost).toBe(301);
    expect(logs.reports).toHaveLength(2);
  });

  it('or a reader that has gone costs lines on stdout too, and no more', () => {
    const full = new LogDirectory();
    const output = new BufferedOutput(new SpecialFileSink('/dev/full'), full.loss(), 1_000_000);
    output.write(lines(0, 10));
    output.write(lines(10, 20));
    expect(full.dropped()).toBe(20);
    expect(full.reports).toHaveLength(1);
    full.remove();
  });
});
