import { observe, watch } from './observed-call.js';
import { currentCall, type RecordedCall } from './recording.observer.js';

/** A query builder: it runs when somebody waits for it, and counts how often. */
class Query implements PromiseLike<string> {
  runs = 0;
  ranIn: RecordedCall | undefined;
  constructor(private readonly fails = false) {}

  where(): this {
    return this;
  }

  then<A = string, B = never>(
    ok?: ((value: string) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.runs++;
    this.ranIn = currentCall();
    return (this.fails ? Promise.reject(new Error('syntax error')) : Promise.resolve('rows')).then(ok, failed);
  }
}

/** Like many builders, its `catch` and `finally` run it without going through its own `then`. */
class DirectQuery extends Query {
  catch<B>(failed: (reason: unknown) => B): Promise<string | B> {
    return Query.prototype.then.call(this, null, failed as never) as Promise<string | B>;
  }
  finally(done: () => void): Promise<string> {
    return (Query.prototype.then.call(this) as Promise<string>).finally(done);
  }
}

/** As the package p-lazy does it: a promise by class, which starts in `then`. */
class Lazy<T> extends Promise<T> {
  starts = 0;
  #started: Promise<T> | undefined;
  readonly #executor: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void;

  constructor(executor: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void) {
    super((resolve) => resolve(undefined as T));
    this.#executor = executor;
  }
  override then<A = T, B = never>(
    ok?: ((value: T) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (this.#started === undefined) {
      this.starts++;
      this.#started = new Promise(this.#executor);
    }
    return this.#started.then(ok, failed);
  }
  override catch<B = never>(failed?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(null, failed);
  }
}

const tick = (): Promise<void> => new Promise(setImmediate);

describe('a lazy thenable', () => {
  it('is not started by telemetry, and stays the builder that it was', async () => {
    const query = new Query();
    const { returned, settlements } = observe(() => query);
    await tick();
    expect(returned).toBe(query);
    expect(returned.where()).toBe(query);
    expect(query.runs).toBe(0);
    expect(settlements).toEqual([]);
    expect(Object.keys(query)).not.toContain('then');
  });

  it.each<[string, (query: DirectQuery) => unknown]>([
    ['await', (query) => query],
    ['then', (query) => query.then((value) => value)],
    ['then with nothing', (query) => query.then()],
    ['then with null', (query) => query.then(null, null)],
    ['catch', (query) => query.catch(() => 'other')],
    ['finally', (query) => query.finally(() => undefined)],
    ['Promise.all', async (query) => (await Promise.all([query, 1]))[0]],
    ['return from an async function', (query) => (async () => query)()],
  ])('runs once, in the context of its call, through %s', async (_how, wait) => {
    const { run, settlements, calls } = watch();
    const query = run(() => new DirectQuery());
    expect(await wait(query)).toBe('rows');
    expect(query.runs).toBe(1);
    expect(query.ranIn).toBe(calls[0]);
    expect(settlements).toEqual([{ as: 'returned', value: 'rows' }]);
  });

  it.each<[string, (query: DirectQuery) => Promise<unknown>]>([
    ['await', async (query) => query],
    ['then', (query) => query.then(() => 'never')],
    ['finally', (query) => query.finally(() => undefined)],
  ])('that fails, fails for who waits through %s', async (_how, wait) => {
    const { returned, settlements } = observe(() => new DirectQuery(true));
    await expect(wait(returned)).rejects.toThrow('syntax error');
    expect(returned.runs).toBe(1);
    expect(settlements).toMatchObject([{ as: 'thrown', error: { message: 'syntax error' } }]);
  });

  it('that fails can be caught', async () => {
    const { returned, settlements } = observe(() => new DirectQuery(true));
    expect(await returned.catch((error) => (error as Error).message)).toBe('syntax error');
    expect(settlements).toHaveLength(1);
  });

  it('that is awaited twice runs twice, as it would without telemetry, and ends once', async () => {
    const { returned, calls } = observe(() => new Query());
    expect([await returned, await returned]).toEqual(['rows', 'rows']);
    expect(returned.runs).toBe(2);
    expect(calls[0]?.outcomes).toHaveLength(1);
  });

  it.each(['freeze', 'preventExtensions', 'seal'] as const)('works though Object.%s was called', async (lock) => {
    const ran: string[] = [];
    const locked = { then: (ok: (value: string) => void) => ok(`run ${ran.push('')}`) };
    (Object[lock] as (object: object) => object)(locked);
    const { returned, calls } = observe(() => locked);
    expect(await returned).toBe('run 1');
    expect(calls[0]?.outcomes).toHaveLength(1);
  });

  it('that calls back at once, and again, ends once', async () => {
    const { returned, calls } = observe(() => ({
      then: (ok: (value: number) => void, failed: (reason: unknown) => void) => {
        ok(1);
        ok(2);
        failed(new Error('too late'));
      },
    }));
    expect(await new Promise((resolve) => returned.then(resolve, () => undefined))).toBe(1);
    expect(calls[0]?.outcomes).toMatchObject([{ failed: false }]);
  });
});

describe('a promise that starts in its own `then`', () => {
  it('is not started by telemetry', async () => {
    const { returned, settlements } = observe(() => new Lazy((resolve) => resolve(1)));
    await tick();
    expect(returned.starts).toBe(0);
    expect(settlements).toEqual([]);
  });

  it.each<[string, (lazy: Lazy<number>) => Promise<unknown>]>([
    ['await', async (lazy) => await lazy],
    ['catch', (lazy) => lazy.catch(() => 0)],
    ['finally', (lazy) => lazy.finally(() => undefined)],
    ['Promise.race', (lazy) => Promise.race([lazy, new Promise<never>(() => undefined)])],
  ])('starts once through %s, and its end is seen', async (_how, wait) => {
    const { returned, settlements } = observe(() => new Lazy<number>((resolve) => setImmediate(resolve, 7)));
    expect(await wait(returned)).toBe(7);
    expect(returned).toBeInstanceOf(Lazy);
    expect(returned.starts).toBe(1);
    expect(settlements).toEqual([{ as: 'returned', value: 7 }]);
  });

  it('rejects as it would', async () => {
    const { returned, settlements } = observe(() => new Lazy((_resolve, reject) => reject(new Error('lazy'))));
    await expect(returned).rejects.toThrow('lazy');
    expect(settlements).toMatchObject([{ as: 'thrown' }]);
  });
});
