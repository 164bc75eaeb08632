import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

/** What the check says of files, by default of those with tables: nothing when the tables are those of the code. */
async function check(...files: string[]): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, ['scripts/kinds-reference.mjs', '--check', ...files]);
    return '';
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}

describe('the tables of the kinds of calls', () => {
  it('follow from the records; `npm run docs:kinds` writes them', async () => {
    expect(await check()).toBe('');
  }, 30_000);

  it.each([
    ['docs/metrics.md', 'http_requests_total', 'http_request_total', 'is stale'],
    ['docs/logging.md', '`db_query`', '`query`', 'is stale'],
    ['docs/logging.md', 'table: events', 'table: incidents', 'a table "incidents", which there is not'],
  ])(
    'of %s are found wrong with another %s',
    async (original, present, other, said) => {
      const directory = await mkdtemp(join(tmpdir(), 'kinds-reference-'));
      try {
        const file = join(directory, basename(original));
        await copyFile(original, file);
        await writeFile(file, (await readFile(file, 'utf8')).replaceAll(present, other));
        expect(await check(file)).toContain(said);
      } finally {
        await rm(directory, { recursive: true });
      }
    },
    30_000,
  );
});
