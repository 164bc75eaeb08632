import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { observe, watch } from './observed-call.js';
import { currentCall } from './recording.observer.js';

class Job<T> extends Promise<T> {
  hint = 'a job';
}

/** Its constructor is not that of a promise, and so nothing can be derived from it. */
class Numbered extends Promise<number> {
  constructor(readonly id: number) {
    if (typeof id !== 'number') throw new TypeError('a number, please');
    super((resolve) => resolve(id));
  }
}

class Private extends Promise<number> {
  #secret = 42;
  secret(): number {
    return this.#secret;
  }
}

describe('a promise', () => {
  it('ends the call when it resolves, not before, and once', async () => {
    let resolve: (value: string) => void = () => undefined;
    const { returned, settlements, calls } = observe(() => new Promise<string>((ok) => (resolve = ok)));
    await Promise.resolve();
    expect(settlements).toEqual([]);
    resolve('done');
    expect(settlements).toEqual([]);
    expect(await returned).toBe('done');
    expect(settlements).toEqual([{ as: 'returned', value: 'done' }]);
    expect(calls[0]?.outcomes).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['an Error', Object.freeze(new Error('broken'))],
    ['nothing', undefined],
    ['null', null],
  ])('rejects with %s and the caller catches the same', async (_what, reason) => {
    const { returned, settlements } = observe(() => Promise.reject(reason));
    await expect(returned).rejects.toBe(reason);
    expect(settlements).toEqual([{ as: 'thrown', error: reason }]);
  });

  it('keeps its context across what it awaits', async () => {
    const { run, calls } = watch();
    await run(async () => {
      await new Promise(setImmediate);
      expect(currentCall()).toBe(calls[0]);
      await run(async () => expect(currentCall()).toBe(calls[1]));
      expect(currentCall()).toBe(calls[0]);
    });
    expect(currentCall()).toBeUndefined();
  });

  it('lasts from its beginning to its settling: an outer call as long as the inner ones', async () => {
    const { run, calls } = watch();
    await run(async () => {
      await run(() => new Promise(setImmediate));
      expect(calls.map((call) => call.outcomes.length)).toEqual([0, 1]);
      await run(() => new Promise(setImmediate));
    });
    const [outer = 0, first = 0, second = 0] = calls.map((call) => call.outcomes[0]?.durationMs);
    expect(Math.min(first, second)).toBeGreaterThan(0);
    expect(outer).toBeGreaterThanOrEqual(first + second);
  });

  it('keeps handles that hang on it', async () => {
    const cancel = (): string => 'cancelled';
    const { returned } = observe(() => Object.assign(Promise.resolve(1), { cancel, [Symbol.for('pid')]: 7 }));
    expect(returned.cancel).toBe(cancel);
    expect(Reflect.get(returned, Symbol.for('pid'))).toBe(7);
    expect(await returned).toBe(1);
  });

  it('of a subclass stays one, with its own methods', async () => {
    const { returned, settlements } = observe(() => Job.resolve(1) as Job<number>);
    expect(returned).toBeInstanceOf(Job);
    expect(returned.hint).toBe('a job');
    await returned;
    expect(settlements).toEqual([{ as: 'returned', value: 1 }]);
    const { returned: secretive } = observe(() => Private.resolve(1) as Private);
    expect(secretive.secret()).toBe(42);
  });

  it('from which nothing can be derived comes back as it is', async () => {
    const numbered = new Numbered(5);
    const { returned, settlements, faults } = observe(() => numbered);
    expect(returned).toBe(numbered);
    expect(settlements).toHaveLength(1);
    expect(faults).toHaveLength(1);
  });

  it('of Node, whose realm is another one inside this test, is followed', async () => {
    const { returned, settlements, faults } = observe(() => readFile(new URL(import.meta.url), 'utf8'));
    expect(returned instanceof Promise).toBe(false);
    expect(settlements).toEqual([]);
    await returned;
    expect(settlements).toMatchObject([{ as: 'returned' }]);
    const missing = observe(() => readFile('/does/not/exist'));
    await expect(missing.returned).rejects.toMatchObject({ code: 'ENOENT' });
    expect([...missing.settlements, ...faults]).toMatchObject([{ as: 'thrown', error: { code: 'ENOENT' } }]);
  });

  it('with a `then` of its own is followed through that, and survives `finally`', async () => {
    const promise = Promise.resolve(1);
    const own = Object.assign(promise, { then: promise.then.bind(promise) });
    const { returned, settlements } = observe(() => own);
    let ran = 0;
    await returned.finally(() => ran++);
    expect(ran).toBe(1);
    expect(settlements).toEqual([{ as: 'returned', value: 1 }]);
  });
});

describe('a rejection that nobody handles', () => {
  const program = async (scenario: string): Promise<string[]> => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import',
      new URL('../typescript-loader.mjs', import.meta.url).href,
      fileURLToPath(new URL('./unhandled-rejection.program.ts', import.meta.url)),
      scenario,
    ]);
    return stdout.trim().split('\n');
  };

  it.each([
    ['unhandled', ['unhandled broken', 'ended thrown']],
    ['unhandled-thenable', ['unhandled broken', 'ended thrown']],
    ['handled', ['ended thrown']],
    ['handled-later', ['unhandled broken', 'handled after all', 'ended thrown']],
  ])('stays what it was: %s', async (scenario, expected) => {
    expect(await program(scenario)).toEqual(expected);
  });
});
