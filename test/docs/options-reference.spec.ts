import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the check says of a file: nothing when it is the one that follows from the descriptions. */
async function check(file: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, ['scripts/options-reference.mjs', '--check', file]);
    return '';
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}

describe('docs/options.md', () => {
  it('follows from the descriptions of the options; `npm run docs:options` writes it', async () => {
    expect(await check('docs/options.md')).toBe('');
  }, 60_000);

  it('is found stale when a default is another', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'options-reference-'));
    try {
      const file = join(directory, 'options.md');
      const content = await readFile('docs/options.md', 'utf8');
      expect(content).toContain('| 8000 |');
      await writeFile(file, content.replace('| 8000 |', '| 9000 |'));
      expect(await check(file)).toContain('is stale');
    } finally {
      await rm(directory, { recursive: true });
    }
  }, 60_000);
});
