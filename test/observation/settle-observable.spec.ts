import {
  BehaviorSubject,
  catchError,
  concat,
  defer,
  EMPTY,
  firstValueFrom,
  from,
  interval,
  isObservable,
  lastValueFrom,
  map,
  NEVER,
  Observable,
  of,
  repeat,
  ReplaySubject,
  retry,
  Subject,
  take,
  throwError,
  toArray,
} from 'rxjs';
import { observe, watch } from './observed-call.js';
import { currentCall, type RecordedCall } from './recording.observer.js';

const all = <T>(source: Observable<T>): Promise<T[]> => lastValueFrom(source.pipe(toArray()));

describe('an Observable', () => {
  it('is not subscribed by telemetry, and its call goes on until it completes', async () => {
    let subscriptions = 0;
    const { returned, settlements } = observe(() => defer(() => from([++subscriptions, 2])));
    expect(subscriptions).toBe(0);
    expect(settlements).toEqual([]);
    expect(await all(returned)).toEqual([1, 2]);
    expect(settlements).toEqual([{ as: 'returned', value: 2 }]);
  });

  const broken = new Error('broken');
  it.each<[string, () => Observable<unknown>, (source: Observable<unknown>) => unknown, object]>([
    ['completes empty', () => EMPTY, all, { as: 'returned', value: undefined }],
    ['fails', () => throwError(() => broken), (s) => all(s).catch(() => 0), { as: 'thrown', error: broken }],
    [
      'fails late',
      () =>
        concat(
          of(1),
          throwError(() => broken),
        ),
      (s) => all(s).catch(() => 0),
      { as: 'thrown' },
    ],
    ['is left', () => NEVER, (source) => source.subscribe().unsubscribe(), { as: 'cancelled' }],
    ['has given enough', () => interval(1), (source) => firstValueFrom(source), { as: 'cancelled' }],
    ['has given enough at once', () => of(1, 2, 3), (source) => all(source.pipe(take(1))), { as: 'cancelled' }],
    ['gives one and completes', () => of(1), (source) => all(source.pipe(take(2))), { as: 'returned', value: 1 }],
    [
      'throws while subscribed',
      () =>
        new Observable(() => {
          throw broken;
        }),
      (s) => all(s).catch(() => 0),
      { as: 'thrown' },
    ],
  ])('that %s ends its call once', async (_what, make, consume, settlement) => {
    const { returned, settlements, calls } = observe(make);
    await consume(returned);
    expect(settlements).toMatchObject([settlement]);
    expect(calls[0]?.outcomes).toHaveLength(1);
  });

  it('passes the same error on', async () => {
    const { returned } = observe(() => throwError(() => broken));
    await expect(firstValueFrom(returned)).rejects.toBe(broken);
    const handled = observe(() => throwError(() => broken)).returned.pipe(catchError(() => of('instead')));
    expect(await firstValueFrom(handled)).toBe('instead');
  });

  it('tears its source down when it is left', () => {
    const torn: string[] = [];
    const { returned } = observe(() => new Observable(() => () => torn.push('down')));
    returned.subscribe().unsubscribe();
    expect(torn).toEqual(['down']);
  });

  it.each<[string, number, (source: Observable<number>) => Observable<number>]>([
    ['retry', 3, (source) => source.pipe(retry(2))],
    [
      'repeat',
      3,
      (source) =>
        source.pipe(
          catchError(() => of(0)),
          repeat(3),
        ),
    ],
  ])('that is subscribed anew by %s is a call each time', async (_how, times, again) => {
    const { run, calls, settlements } = watch();
    const attempts: Array<RecordedCall | undefined> = [];
    const failing = run(() => defer(() => throwError(() => attempts.push(currentCall()))));
    await all(again(failing)).catch(() => undefined);
    expect(settlements.map(({ as }) => as)).toEqual(Array.from({ length: times }, () => 'thrown'));
    expect(attempts).toEqual(calls);
    expect(new Set(calls).size).toBe(times);
  });

  it('runs in the context of its call, whoever subscribes', async () => {
    const { run, calls } = watch();
    const inside = run(() =>
      defer(() => {
        const subscribed = currentCall();
        return from(Promise.resolve()).pipe(map(() => [subscribed, currentCall()]));
      }),
    );
    expect(await run(() => firstValueFrom(inside))).toEqual([calls[0], calls[0]]);
    expect(currentCall()).toBeUndefined();
  });

  it('goes through nested calls', async () => {
    const { run, calls } = watch();
    expect(await all(run(() => run(() => of(1, 2))))).toEqual([1, 2]);
    expect(calls.map((call) => call.outcomes.length)).toEqual([1, 1]);
  });
});

describe('a Subject', () => {
  it.each<[string, () => Subject<number>]>([
    ['Subject', () => new Subject()],
    ['BehaviorSubject', () => new BehaviorSubject(0)],
    ['ReplaySubject', () => new ReplaySubject(1)],
  ])('%s keeps its interface', (_what, make) => {
    const subject = make();
    const { returned, settlements } = observe(() => subject);
    const seen: number[] = [];
    returned.pipe(map((value) => value * 10)).subscribe((value) => seen.push(value));
    returned.next(1);
    subject.next(2);
    expect(seen.slice(-2)).toEqual([10, 20]);
    expect(returned).toBeInstanceOf(Subject);
    expect(returned.constructor).toBe(subject.constructor);
    expect(isObservable(returned)).toBe(true);
    expect(returned.observed).toBe(true);
    returned.complete();
    expect(subject.isStopped).toBe(true);
    expect(settlements).toMatchObject([{ as: 'returned' }]);
  });

  it('lets the value of a BehaviorSubject be read, and asObservable be followed', () => {
    const subject = new BehaviorSubject('first');
    const { returned, settlements } = observe(() => subject);
    subject.next('second');
    expect([returned.value, returned.getValue()]).toEqual(['second', 'second']);
    returned.asObservable().subscribe().unsubscribe();
    expect(settlements).toEqual([{ as: 'cancelled' }]);
  });

  it('of a class with private fields works', () => {
    class Counter extends Subject<number> {
      #count = 0;
      label = 'counter';
      get count(): number {
        return this.#count;
      }
      set count(count: number) {
        this.#count = count;
      }
      increment(): void {
        this.next(++this.#count);
      }
    }
    const { returned, settlements } = observe(() => new Counter());
    const seen: number[] = [];
    returned.subscribe({ next: (value) => seen.push(value), error: () => undefined });
    returned.count = 41;
    returned.increment();
    returned.label = 'renamed';
    expect([returned.count, returned.label, seen]).toEqual([42, 'renamed', [42]]);
    returned.error(new Error('over'));
    expect(settlements).toMatchObject([{ as: 'thrown' }]);
  });
});
