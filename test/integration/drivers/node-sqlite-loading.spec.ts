import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

describe('node:sqlite without a word in the options', () => {
  it('is observed where the application has loaded it', async () => {
    expect(await run('loads')).toEqual({ loaded: true, queries: ['SELECT'] });
  });

  it('is not loaded for an application that has not', async () => {
    expect(await run('does not')).toEqual({ loaded: false, queries: [] });
  });
});

async function run(how: string): Promise<unknown> {
  const loader = new URL('../../typescript-loader.mjs', import.meta.url).href;
  const file = fileURLToPath(new URL('./node-sqlite.process.ts', import.meta.url));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_')));
  const child = fork(file, [how], { execArgv: ['--import', loader], env });
  const [[message]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  return message;
}
