import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { concat, from, interval, lastValueFrom, NEVER, of, take, throwError, toArray } from 'rxjs';
import { turns, until } from '../until.js';
import { observe, watch } from './observed-call.js';
import { currentCall } from './recording.observer.js';

const broken = new Error('broken');

async function* rows(error?: Error): AsyncGenerator<number> {
  await turns();
  yield 1;
  if (error !== undefined) throw error;
}

const drain = async (source: AsyncIterable<unknown>) => {
  for await (const _ of source);
};

describe('a promise', () => {
  it.each<[string, () => unknown, (value: never) => Promise<unknown>, object]>([
    ['an Observable', () => interval(1).pipe(take(2)), (source) => lastValueFrom(source), { as: 'returned', value: 1 }],
    [
      'an Observable that fails',
      () =>
        concat(
          of(1),
          throwError(() => broken),
        ),
      (source) => lastValueFrom(source),
      { as: 'thrown', error: broken },
    ],
    [
      'an Observable that is left',
      () => NEVER,
      async (source: typeof NEVER) => source.subscribe().unsubscribe(),
      { as: 'cancelled' },
    ],
    ['a generator', () => rows(), drain, { as: 'returned', value: undefined }],
    ['a generator that fails', () => rows(broken), drain, { as: 'thrown', error: broken }],
    ['a Node stream', () => Readable.from(rows()), drain, { as: 'returned' }],
    ['a Node stream that fails', () => Readable.from(rows(broken)), drain, { as: 'thrown', error: broken }],
    [
      'a Node stream that is destroyed',
      () => new PassThrough(),
      async (stream: PassThrough) => stream.destroy(),
      { as: 'cancelled' },
    ],
    ['an iterable', () => ({ [Symbol.asyncIterator]: () => rows() }), drain, { as: 'returned', value: undefined }],
    [
      'an iterable that fails',
      () => ({ [Symbol.asyncIterator]: () => rows(broken) }),
      drain,
      { as: 'thrown', error: broken },
    ],
  ])('of %s: the call ends with what the promise brings', async (_name, make, consume, settlement) => {
    const { returned, settlements, calls } = observe(async () => make());
    const brought = await returned;
    await turns();
    expect(settlements).toEqual([]);
    await consume(brought as never).catch(() => undefined);
    await until(() => settlements.length > 0);
    expect(settlements).toMatchObject([settlement]);
    expect(calls[0]?.outcomes).toHaveLength(1);
  });

  it('of a stream, through nested calls, ends each with the stream', async () => {
    const { run, settlements } = watch();
    const stream = await run(async () => run(async () => Readable.from(['a'])));
    await turns();
    expect(settlements).toEqual([]);
    expect(await text(stream)).toBe('a');
    await until(() => settlements.length === 2);
  });

  it('of an Observable: its work is below the call, and the work of its subscriber is not', async () => {
    const { run, calls } = watch();
    const source = await run(async () => from(Promise.resolve()));
    await lastValueFrom(source.pipe(toArray()));
    expect(currentCall()).toBeUndefined();
    expect(calls).toHaveLength(1);
  });
});

describe('an iterable that makes iterators', () => {
  it('stays the same object, and each further loop is a call by itself', async () => {
    const iterable = { rows: 1, [Symbol.asyncIterator]: () => rows() };
    const { run, settlements, calls } = watch();
    const returned = run(() => iterable);
    expect(returned).toBe(iterable);
    expect(settlements).toEqual([]);
    await drain(returned);
    await drain(returned);
    expect(calls.map(({ outcomes }) => outcomes.length)).toEqual([1, 1]);
  });

  it('runs within its call', async () => {
    const { run, calls } = watch();
    const seen: unknown[] = [];
    const iterable = {
      async *[Symbol.asyncIterator]() {
        seen.push(currentCall());
        await turns();
        yield 1;
        seen.push(currentCall());
      },
    };
    await drain(run(() => iterable));
    expect(seen).toEqual([calls[0], calls[0]]);
  });

  it('that is frozen ends its call at once, and that is reported', () => {
    const { settlements, faults } = observe(() => Object.freeze({ [Symbol.asyncIterator]: () => rows() }));
    expect([settlements.length, faults.length]).toEqual([1, 1]);
  });
});
