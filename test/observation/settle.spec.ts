import { EventEmitter } from 'node:events';
import { observe, watch } from './observed-call.js';
import { currentCall } from './recording.observer.js';

describe('a value that is there at once', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['zero', 0],
    ['a text', 'text'],
    ['a symbol', Symbol('value')],
    ['a function', () => 1],
    ['an object', { a: 1 }],
    ['a frozen object', Object.freeze({ a: 1 })],
    ['an object without a prototype', Object.create(null)],
    ['a list', [1, 2]],
    ['a Map', new Map()],
    ['an object whose `then` is no function', { then: 1 }],
    [
      'an emitter of events that can be iterated',
      Object.assign(new EventEmitter(), { async *[Symbol.asyncIterator]() {} }),
    ],
  ])('%s comes back as it is and ends the call', (_what, value) => {
    const { returned, settlements, faults } = observe(() => value);
    expect(returned).toBe(value);
    expect(settlements).toEqual([{ as: 'returned', value }]);
    expect(faults).toEqual([]);
  });

  it.each<[string, object]>([
    [
      'a getter of `then` that throws',
      {
        get then(): never {
          throw new Error('no');
        },
      },
    ],
    [
      'a proxy that refuses everything',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no');
          },
          has: () => {
            throw new Error('no');
          },
        },
      ),
    ],
    ['a frozen thenable', Object.freeze({ then: () => undefined })],
    ['a frozen async generator', Object.freeze((async function* () {})())],
    ['a sealed lazy query', Object.seal({ then: () => undefined, next: 1 })],
  ])('hands %s back', (_what, value) => {
    const { returned, calls } = observe(() => value);
    expect(returned).toBe(value);
    expect(calls[0]?.outcomes.length).toBeLessThanOrEqual(1);
  });

  it('reports what it cannot follow, and ends the call', () => {
    const { settlements, faults } = observe(() => Object.freeze({ then: () => undefined }));
    expect(settlements.map(({ as }) => as)).toEqual(['returned']);
    expect(faults).toEqual(['A returned value could not be followed to its end']);
  });
});

describe('a throw before anything is returned', () => {
  it.each<[string, unknown]>([
    ['an Error', new Error('broken')],
    ['a frozen Error', Object.freeze(new Error('broken'))],
    ['a text', 'broken'],
    ['undefined', undefined],
    ['a promise', Promise.resolve()],
  ])('%s reaches the caller at once and as it is', (_what, thrown) => {
    const { run, settlements, calls } = watch();
    let caught: unknown = 'nothing';
    try {
      run(() => {
        throw thrown;
      });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
    expect(settlements).toEqual([{ as: 'thrown', error: thrown }]);
    expect(calls[0]?.outcomes).toHaveLength(1);
    expect(calls[0]?.outcomes[0]).toMatchObject({ failed: true });
  });
});

describe('the context of a call', () => {
  it('is there inside, nested, and gone afterwards', () => {
    const { run, calls } = watch();
    run(() => {
      expect(currentCall()).toBe(calls[0]);
      run(() => expect(currentCall()).toBe(calls[1]));
      expect(currentCall()).toBe(calls[0]);
    });
    expect(currentCall()).toBeUndefined();
  });
});

describe('an object that is handed out again and again', () => {
  it.each<[string, () => object]>([
    ['a lazy query', () => ({ then: (ok: (value: number) => void) => ok(1) })],
    ['an async generator', async function* () {}],
  ])('%s belongs to the call that handed it out first', async (_what, make) => {
    const { run, settlements } = watch();
    const shared = make();
    for (let call = 0; call < 20_000; call++) run(() => shared);
    expect(settlements).toHaveLength(19_999);
    await ('next' in shared ? (shared as AsyncGenerator).next() : shared);
    expect(settlements).toHaveLength(20_000);
  });

  it('belongs to each of the nested calls that it passes through', async () => {
    const { run, settlements, calls } = watch();
    const lazy = run(() => run(() => run(() => ({ then: (ok: (value: number) => void) => ok(1) }))));
    expect(settlements).toEqual([]);
    expect(await lazy).toBe(1);
    expect(settlements).toHaveLength(3);
    expect(calls.map((call) => call.outcomes.length)).toEqual([1, 1, 1]);
  });
});

describe('a description of the result that goes wrong', () => {
  it.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['returns nothing', () => undefined as never],
    ['returns no facts', () => ({ failed: false }) as never],
  ])('%s: the caller still gets the value, and the call still ends', async (_what, conclude) => {
    const { telemetry, calls } = watch();
    const value = await telemetry.run({ kind: 'k', name: 'n', labels: {}, attributes: {} }, async () => 1, conclude);
    expect(value).toBe(1);
    expect(calls[0]?.outcomes).toEqual([{ failed: false, expected: false, facts: {}, durationMs: expect.any(Number) }]);
  });
});
