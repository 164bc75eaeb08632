import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the check says of a file: nothing when its tables are those of the code. */
async function check(file: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, ['scripts/metrics-reference.mjs', '--check', file]);
    return '';
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}

describe('docs/metrics.md', () => {
  it('has the tables that follow from the code; `npm run docs:metrics` writes them', async () => {
    expect(await check('docs/metrics.md')).toBe('');
  }, 30_000);

  it('is found stale when a name is another', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'metrics-reference-'));
    try {
      const file = join(directory, 'metrics.md');
      await copyFile('docs/metrics.md', file);
      await writeFile(file, (await readFile(file, 'utf8')).replaceAll('http_requests_total', 'http_request_total'));
      expect(await check(file)).toContain('is stale');
    } finally {
      await rm(directory, { recursive: true });
    }
  }, 30_000);
});
