import {
  concat,
  concatMap,
  defer,
  delay,
  EMPTY,
  exhaustMap,
  finalize,
  firstValueFrom,
  from,
  interval,
  lastValueFrom,
  map,
  mergeMap,
  type Observable,
  of,
  repeat,
  retry,
  share,
  shareReplay,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { watch } from './observed-call.js';
import { currentCall } from './recording.observer.js';

const SOURCES: Readonly<Record<string, () => Observable<number>>> = {
  'a value at once': () => of(1),
  'a timer': () => timer(1),
  'a promise': () => from(Promise.resolve(1)),
  'a promise of a timer': () => from(new Promise<number>((resolve) => setTimeout(resolve, 1, 1))),
  'several at once': () => of(1, 2, 3),
  'several in time': () => interval(1).pipe(take(3)),
  deferred: () => defer(() => timer(1)),
};

type Operator = (work: () => Observable<unknown>) => (source: Observable<number>) => Observable<unknown>;
const OPERATORS: Readonly<Record<string, Operator>> = {
  map: (work) => map(() => void work()),
  tap: (work) => tap(() => void work()),
  'tap on complete': (work) => tap({ complete: () => void work() }),
  switchMap: (work) => switchMap(work),
  mergeMap: (work) => mergeMap(work),
  concatMap: (work) => concatMap(work),
  exhaustMap: (work) => exhaustMap(work),
  'a delay before': (work) => (source) => source.pipe(delay(1), mergeMap(work)),
  'share before': (work) => (source) => source.pipe(share(), mergeMap(work)),
  'concat after': (work) => (source) =>
    concat(
      source,
      defer(() => work()),
    ),
  'repeat below': (work) => (source) => source.pipe(repeat(2), concatMap(work)),
};

describe.each(Object.keys(SOURCES))('after an observed Observable of %s', (source) => {
  it.each(Object.keys(OPERATORS))('what runs in %s belongs to the subscriber', async (operator) => {
    const { run, calls } = watch();
    const inner = () => run(SOURCES[source] as () => Observable<number>, 'inner');
    const query = () => run(() => of(currentCall()?.operation.name), 'query');
    const outer = run(() => inner().pipe((OPERATORS[operator] as Operator)(query) as never), 'outer');
    await lastValueFrom(outer.pipe(toArray()));
    const queries = calls.filter((call) => call.operation.name === 'query');
    expect(queries.length).toBeGreaterThan(0);
    for (const call of queries) expect(call.parent?.operation.name).toBe('outer');
    expect(
      calls.filter(({ operation }) => operation.name === 'inner').map(({ parent }) => parent?.operation.name),
    ).toEqual(calls.filter(({ operation }) => operation.name === 'inner').map(() => 'outer'));
  });
});

it('an interceptor that goes on after the handler is below what subscribed, not below the handler', async () => {
  const { run, calls } = watch();
  await run(
    () =>
      firstValueFrom(
        defer(() => run(() => timer(1), 'handler')).pipe(
          tap(() => run(() => 1, 'after')),
          mergeMap(() => run(() => from(Promise.resolve()), 'later')),
        ),
      ),
    'request',
  );
  const parents = Object.fromEntries(calls.map(({ operation, parent }) => [operation.name, parent?.operation.name]));
  expect(parents).toEqual({ request: undefined, handler: 'request', after: 'request', later: 'request' });
});

it.each<[string, (failing: Observable<number>) => Observable<unknown>]>([
  ['retry', (failing) => failing.pipe(retry(2))],
  ['retry with a delay', (failing) => failing.pipe(retry({ count: 2, delay: 1 }))],
])('%s: each try is below the subscriber, and its work below the try', async (_name, again) => {
  const { run, calls } = watch();
  const inner = () =>
    run(() => timer(1).pipe(mergeMap(() => run(() => throwError(() => new Error('no')), 'query'))), 'try');
  await run(() => lastValueFrom(again(inner())), 'outer').catch(() => undefined);
  const tries = calls.filter(({ operation }) => operation.name === 'try');
  expect(tries.map(({ parent }) => parent?.operation.name)).toEqual(['outer', 'outer', 'outer']);
  const queries = calls.filter(({ operation }) => operation.name === 'query');
  expect(queries.map(({ parent }) => parent)).toEqual(tries);
});

it('an Observable that is kept and subscribed by other work is below that work', async () => {
  const { run, calls } = watch();
  const kept = run(() => run(() => timer(1), 'kept'), 'first');
  await run(() => firstValueFrom(kept), 'second');
  await run(() => firstValueFrom(kept), 'third');
  const again = calls.findLast(({ operation }) => operation.name === 'first');
  expect(again?.parent?.operation.name).toBe('third');
});

it('what a shared Observable gives is handled by each subscriber in its own context', async () => {
  const { run, calls } = watch();
  let loads = 0;
  const loaded = defer(() => timer(1).pipe(map(() => ++loads))).pipe(shareReplay(1));
  const ask = (name: string) =>
    run(() => firstValueFrom(run(() => loaded, 'prices').pipe(mergeMap(() => run(() => of(1), `of ${name}`)))), name);
  await Promise.all(['a', 'b', 'c'].map(ask));
  expect(loads).toBe(1);
  for (const name of ['a', 'b', 'c']) {
    expect(calls.find(({ operation }) => operation.name === `of ${name}`)?.parent?.operation.name).toBe(name);
  }
});

it('a thousand at once do not mix', async () => {
  const { run, calls } = watch();
  const one = (name: string) =>
    run(
      () =>
        lastValueFrom(
          run(() => timer(Number(name) % 5), `inner ${name}`).pipe(
            switchMap(() => run(() => timer(1), `query ${name}`)),
            concatMap(() => run(() => of(1), `last ${name}`)),
          ),
        ),
      name,
    );
  await Promise.all(Array.from({ length: 1000 }, (_, at) => one(String(at))));
  expect(calls).toHaveLength(4000);
  expect(new Set(calls.map(({ outcomes }) => outcomes.length))).toEqual(new Set([1]));
  const below = calls.filter(({ operation }) => operation.name.includes(' '));
  for (const { operation, parent } of below) expect(parent?.operation.name).toBe(operation.name.split(' ')[1]);
});

it('what a source does at its own end is never below a call that has ended', async () => {
  const { run, calls } = watch();
  const closes = () => run(() => 'closed', 'close');
  await run(() => lastValueFrom(run(() => timer(1).pipe(finalize(closes)), 'inner')), 'outer');
  expect(calls.find(({ operation }) => operation.name === 'close')?.parent?.operation.name).toBe('outer');
});

it('a source that is left tears down within its call, and the call is over afterwards', () => {
  const { run, calls, settlements } = watch();
  const within: Array<string | undefined> = [];
  const stop = new Subject<void>();
  const left = run(() => interval(1000).pipe(finalize(() => within.push(run(() => 'closed', 'close')))), 'inner');
  run(() => left.pipe(takeUntil(stop)).subscribe(), 'outer');
  stop.next();
  expect(within).toEqual(['closed']);
  expect(calls.find(({ operation }) => operation.name === 'close')?.parent?.operation.name).toBe('inner');
  expect(settlements).toContainEqual({ as: 'cancelled' });
});

it('a subscriber that has left already starts nothing that is followed', () => {
  const { run, settlements } = watch();
  const seen: unknown[] = [];
  run(() => EMPTY).subscribe({ complete: () => seen.push('complete') });
  run(() => of(1, 2, 3))
    .pipe(take(1))
    .subscribe((value) => seen.push(value));
  expect(seen).toEqual(['complete', 1]);
  expect(settlements).toHaveLength(2);
});
