import type { TelemetryOptions } from '../../../lib/telemetry.options.js';
import { until } from '../../until.js';
import { LoggingProcess } from './logging-process.js';

const LIMIT = 256 * 1024;
/** More than a pipe and the buffer hold together. */
const MANY = { kind: 'write', lines: 3_000, characters: 300 } as const;
const SOME = { kind: 'write', lines: 500, characters: 300 } as const;

let running: LoggingProcess[] = [];
afterEach(async () => {
  await Promise.all(running.map((child) => child.remove()));
  running = [];
});

async function start(through: 'pipe' | 'socket' = 'pipe', logging: TelemetryOptions['logging'] = { format: 'json' }) {
  const child = await LoggingProcess.start(through, { logging, limits: { logQueueBytes: LIMIT } });
  running.push(child);
  return child;
}

/** The numbers of the lines, as they came. */
function numbers(child: LoggingProcess): number[] {
  return child
    .lines()
    .flatMap((line) => /line (\d+) /.exec(line)?.[1] ?? [])
    .map(Number);
}

/** A line of ours or of console, uncut. */
const WHOLE = /^(\{.*\}|console y{9000})$/;

const ascending = (values: readonly number[]) => values.toSorted((one, other) => one - other);

describe('a reader of stdout that is behind', () => {
  it.each([
    ['pipe', 'json'],
    ['socket', 'json'],
    ['pipe', 'text'],
  ] as const)('of a %s costs no time, and beyond the limit lines of %s, which are counted', async (through, format) => {
    const child = await start(through, { format });
    await child.ask(MANY);
    await child.ask(MANY);
    const { emitted, dropped } = await child.ask({ kind: 'answer' });
    expect(dropped).toBeGreaterThan(3_000);
    expect(child.reports()).toEqual([expect.stringContaining('cannot be written to stdout')]);

    child.read();
    await until(() => numbers(child).length === emitted - dropped);
    expect(numbers(child)).toEqual(ascending(numbers(child)));
    expect(new Set(numbers(child)).size).toBe(emitted - dropped);
    await until(() => child.reports().length === 2);
    expect(child.reports()[1]).toContain(`again: ${dropped} were lost`);

    const after = await child.ask({ kind: 'write', lines: 1, characters: 1 });
    await until(() => numbers(child).length === emitted - dropped + 1);
    expect(after.dropped).toBe(dropped);
    expect(child.lines().filter((line) => !line.endsWith(format === 'json' ? '}' : 'x'))).toEqual([]);
  });

  it('loses nothing up to the limit', async () => {
    const child = await start();
    await child.ask(SOME);
    child.read();
    await until(() => numbers(child).length === 500);
    expect(numbers(child)).toEqual(Array.from({ length: 500 }, (_, at) => at));
    expect(child.reports()).toEqual([]);
  });

  it.each(['pipe', 'socket'] as const)('of a %s stays harmless after a child process inherited it', async (through) => {
    const child = await start(through);
    // Node makes an inherited pipe block, for all who share it.
    await child.ask({ kind: 'spawn' });
    await child.ask(MANY);
    const { dropped } = await child.ask({ kind: 'answer' });
    expect(dropped).toBeGreaterThan(0);
  });

  it.each(['exit', 'throw', 'leave'] as const)('gets what waits when the process ends by %s', async (kind) => {
    const child = await start();
    await child.ask(SOME);
    child.tell({ kind });
    child.read();
    await child.ended;
    await until(() => numbers(child).length === 500);
    expect(child.reports()).toEqual([]);
  });

  it.each(['exit', 'throw', 'leave'] as const)(
    'keeps no process that ends by %s, and the loss is reported',
    async (kind) => {
      const child = await start();
      const { emitted } = await child.ask(SOME);
      child.tell({ kind });
      await child.ended;
      child.read();
      const [only, ...others] = child.reports();
      const lost = Number(/ends: (\d+) lines were lost/.exec(only ?? '')?.[1]);
      expect(others).toEqual([]);
      // What the pipe holds arrives in pieces.
      await until(() => numbers(child).length + lost === emitted);
      expect(lost).toBeGreaterThan(0);
      expect(child.cutLine()).toBe('');
    },
  );

  it('keeps no process that a signal ends', async () => {
    const child = await start();
    await child.ask(MANY);
    child.kill('SIGTERM');
    expect(await child.ended).toEqual([null, 'SIGTERM']);
  });

  it('is waited for by fatal lines, and by many of them not longer than by one', async () => {
    const child = await start();
    await child.ask(SOME);
    for (let line = 0; line < 20; line++) await child.ask({ kind: 'fatal' });
    child.read();
    await until(() => child.lines().length === 520);
    expect(child.reports()).toEqual([]);
  });

  it('is waited for when the log is closed, not for ever, and gets whole lines after that', async () => {
    const child = await start();
    await child.ask(SOME);
    const { emitted, dropped } = await child.ask({ kind: 'close' });
    expect(dropped).toBeGreaterThan(0);
    // Who closes the log says what was lost.
    expect(child.reports()).toEqual([]);
    child.read();
    await until(() => numbers(child).length === emitted - dropped);
    await child.ask({ kind: 'write', lines: 1, characters: 1 });
    await until(() => numbers(child).at(-1) === 500);
  });

  it('gets no line inside another, also from console', async () => {
    const child = await start();
    const { emitted } = await child.ask({ kind: 'write', lines: 20, characters: 9_000 });
    for (let line = 0; line < 20; line++) {
      await child.ask({ kind: 'console', text: `console ${'y'.repeat(9_000)}` });
      await child.ask({ kind: 'write', lines: 1, characters: 9_000 });
    }
    child.read();
    await until(() => child.lines().length === emitted + 40);
    expect(child.lines().filter((line) => !WHOLE.test(line)).length).toBe(0);
  });

  it('that goes away costs lines, and no more', async () => {
    const child = await start();
    await child.ask(SOME);
    child.leave();
    await until(() => child.reports().length > 0);
    const { emitted, dropped } = await child.ask({ kind: 'write', lines: 10, characters: 1 });
    expect(dropped).toBeGreaterThan(emitted - 500);
  });
});
