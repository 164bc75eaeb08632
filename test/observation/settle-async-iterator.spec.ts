import { EventEmitter, on } from 'node:events';
import { observe, watch } from './observed-call.js';
import { currentCall, type RecordedCall } from './recording.observer.js';

const broken = new Error('broken');
const cleanedUp: string[] = [];

async function* numbers(to = 3, failAt = 0): AsyncGenerator<number, string> {
  try {
    for (let n = 1; n <= to; n++) {
      await new Promise(setImmediate);
      if (n === failAt) throw broken;
      yield n;
    }
    return 'all';
  } finally {
    cleanedUp.push('yes');
  }
}

async function collect<T>(source: AsyncIterable<T>, most = Infinity): Promise<T[]> {
  const seen: T[] = [];
  for await (const item of source) {
    seen.push(item);
    if (seen.length >= most) break;
  }
  return seen;
}

/** A loop that has to throw. */
async function leaveByThrow(source: AsyncIterable<unknown>): Promise<void> {
  for await (const item of source) throw new Error(`I do not like ${String(item)}`);
}

describe('an async generator', () => {
  beforeEach(() => cleanedUp.splice(0));

  it('is the same object, and goes on until it is exhausted', async () => {
    const generator = numbers();
    const { returned, settlements } = observe(() => generator);
    expect(returned).toBe(generator);
    expect(settlements).toEqual([]);
    expect(await collect(returned)).toEqual([1, 2, 3]);
    expect(settlements).toEqual([{ as: 'returned', value: 'all' }]);
  });

  it.each<[string, (g: AsyncGenerator<number, string>) => Promise<unknown>, object]>([
    ['left by break', (g) => collect(g, 2), { as: 'cancelled' }],
    ['left by a throw in the loop', (g) => leaveByThrow(g).catch(() => 0), { as: 'cancelled' }],
    ['ended by return', (g) => g.next().then(() => g.return('enough')), { as: 'cancelled' }],
    ['ended before it began', (g) => g.return('enough'), { as: 'cancelled' }],
    [
      'ended by throw',
      (g) =>
        g
          .next()
          .then(() => g.throw(broken))
          .catch(() => 0),
      { as: 'thrown', error: broken },
    ],
    ['asked on after its end', (g) => collect(g).then(() => [g.next(), g.return(''), g.next()]), { as: 'returned' }],
    [
      'asked for all at once',
      (g) => Promise.all([g.next(), g.next(), g.next(), g.next()]),
      { as: 'returned', value: 'all' },
    ],
    [
      'delegated to',
      (g) =>
        collect(
          (async function* () {
            yield* g;
          })(),
          1,
        ),
      { as: 'cancelled' },
    ],
  ])('that is %s ends its call once', async (_how, consume, settlement) => {
    const { returned, settlements, calls } = observe(() => numbers());
    await consume(returned);
    expect(settlements).toMatchObject([settlement]);
    expect(calls[0]?.outcomes).toHaveLength(1);
  });

  it('that fails, fails with the same error, and cleans up', async () => {
    const { returned, settlements } = observe(() => numbers(3, 2));
    await expect(collect(returned)).rejects.toBe(broken);
    expect(settlements).toEqual([{ as: 'thrown', error: broken }]);
    expect(cleanedUp).toEqual(['yes']);
  });

  it('that nobody iterates neither runs nor ends', async () => {
    const { settlements } = observe(() => numbers());
    await new Promise(setImmediate);
    expect([settlements, cleanedUp]).toEqual([[], []]);
  });

  it('that goes on yielding while it is left ends when it is really over', async () => {
    const { returned, settlements } = observe(async function* () {
      try {
        yield 1;
      } finally {
        yield 'not so fast';
      }
    });
    await returned.next();
    expect(await returned.return(undefined)).toEqual({ done: false, value: 'not so fast' });
    expect(settlements).toEqual([]);
    await returned.next();
    expect(settlements).toHaveLength(1);
  });

  it('runs in the context of its call at every step', async () => {
    const { run, calls } = watch();
    const seen = await collect(
      run(async function* () {
        yield currentCall();
        await new Promise(setImmediate);
        yield currentCall();
        yield run(() => currentCall());
      }),
    );
    expect(seen).toEqual<Array<RecordedCall | undefined>>([calls[0], calls[0], calls[1]]);
    expect(currentCall()).toBeUndefined();
  });

  it('goes through nested calls, and each ends once', async () => {
    const { run, calls, settlements } = watch();
    expect(await collect(run(() => run(() => run(() => numbers()))))).toEqual([1, 2, 3]);
    expect(settlements).toHaveLength(3);
    expect(calls.map((call) => call.outcomes.length)).toEqual([1, 1, 1]);
  });
});

describe('an async iterator that is no generator', () => {
  it('needs no `return` and no promises', async () => {
    let left = 2;
    const { returned, settlements } = observe(() => ({
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => ({ done: left-- === 0, value: left }) as never as Promise<IteratorResult<number>>,
    }));
    expect(await collect(returned)).toEqual([1, 0]);
    expect(settlements).toMatchObject([{ as: 'returned' }]);
    expect('return' in returned).toBe(false);
  });

  it('can be a database cursor, whose `next` gives documents and then null', async () => {
    const documents = [{ id: 1 }, { id: 2, done: false }];
    const { returned, settlements } = observe(() => ({
      next: async () => documents.shift() ?? null,
      async *[Symbol.asyncIterator]() {
        for (let found = await this.next(); found !== null; found = await this.next()) yield found;
      },
    }));
    expect(await collect(returned)).toEqual([{ id: 1 }, { id: 2, done: false }]);
    expect(await returned.next()).toBeNull();
    expect(settlements).toEqual([{ as: 'returned', value: undefined }]);
  });

  it('can be made of events', async () => {
    const emitter = new EventEmitter();
    const { returned, settlements } = observe(() => on(emitter, 'tick'));
    setImmediate(() => emitter.emit('tick', 1));
    expect(await collect(returned, 1)).toEqual([[1]]);
    expect(settlements).toEqual([{ as: 'cancelled' }]);
  });

  it('that throws at once does so in the promise', async () => {
    const { returned, settlements } = observe(() => ({
      [Symbol.asyncIterator]() {
        return this;
      },
      next(): Promise<IteratorResult<number>> {
        throw broken;
      },
    }));
    await expect(returned.next()).rejects.toBe(broken);
    expect(settlements).toEqual([{ as: 'thrown', error: broken }]);
  });
});
