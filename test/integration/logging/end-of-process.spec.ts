import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LogDirectory } from '../../logging/destinations/log-directory.js';

let logs: LogDirectory;
beforeEach(() => {
  logs = new LogDirectory();
});
afterEach(() => logs.remove());

function writer(...how: string[]): ChildProcess {
  return fork(fileURLToPath(new URL('./writing.process.ts', import.meta.url)), [logs.file, ...how], {
    execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    silent: true,
  });
}

type Exit = [number | null, NodeJS.Signals | null];

function numbers(): unknown[] {
  return logs
    .lines()
    .map((text) => JSON.parse(text) as { message: string; fields: { number: number } })
    .filter(({ message }) => message === 'line')
    .map(({ fields }) => fields.number);
}

describe('every line written before is in the file', () => {
  it.each([
    ['SIGTERM', 'hooks'],
    ['SIGTERM', 'no hooks'],
    ['SIGKILL', 'no hooks'],
  ] as const)('after %s with %s', async (signal, hooks) => {
    const child = writer('signal', hooks);
    await once(child, 'message');
    const exited = once(child, 'exit') as Promise<Exit>;
    child.kill(signal);
    expect(await exited).toEqual([null, signal]);
    expect(numbers()).toEqual([...Array(1_000).keys()]);
  });

  it.each([
    ['throw', 1],
    ['reject', 1],
    ['exit', 3],
  ])('after %s, in the same tick', async (ending, code) => {
    const exited = once(writer(ending), 'exit') as Promise<Exit>;
    expect(await exited).toEqual([code, null]);
    expect(numbers()).toEqual([...Array(1_000).keys()]);
  });
});
