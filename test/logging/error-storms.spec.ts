import { jest } from '@jest/globals';
import { Logger, type LoggingOptions } from 'nestjs-telemetry';
import { ErrorStorms, stormMessage, type StormSummary } from '../../lib/logging/error-storms.js';
import { logInto } from './log-lines.js';

const MINUTE_MS = 60_000;

let clock = 0;
let summaries: StormSummary[] = [];
beforeEach(() => {
  clock = 0;
  summaries = [];
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
  jest.useRealTimers();
});

function storms(maxPerMinute: number): ErrorStorms {
  return new ErrorStorms(
    maxPerMinute,
    (summary) => summaries.push(summary),
    () => clock,
  );
}

function admitted(filter: ErrorStorms, count: number, message: (number: number) => string): number {
  let written = 0;
  for (let number = 0; number < count; number++) if (filter.admits('Orders', 'TypeError', message(number))) written++;
  return written;
}

type Kind = [context: string, type: string, message: string];

describe('ErrorStorms', () => {
  it('writes as many of one kind as a minute may have, and sums the others up when it is over', () => {
    const filter = storms(100);
    expect(admitted(filter, 4_313, (number) => `Order ${number} failed`)).toBe(100);
    clock = MINUTE_MS - 1;
    filter.sweep();
    expect(summaries).toEqual([]);
    clock = MINUTE_MS;
    expect(filter.admits('Orders', 'TypeError', 'Order 5000 failed')).toBe(true);
    expect(summaries).toEqual([{ context: 'Orders', type: 'TypeError', message: 'Order 0 failed', suppressed: 4_213 }]);
    expect(stormMessage(summaries[0] as StormSummary)).toBe('Order 0 failed … and 4,213 more in the last minute');
  });

  it('begins each minute anew', () => {
    const filter = storms(10);
    for (let minute = 0; minute < 3; minute++) {
      clock = minute * MINUTE_MS;
      expect(admitted(filter, 15, () => 'down')).toBe(10);
    }
    expect(summaries.map(({ suppressed }) => suppressed)).toEqual([5, 5]);
    filter.close();
    expect(summaries.map(({ suppressed }) => suppressed)).toEqual([5, 5, 5]);
  });

  it('sums up a storm that has ended, without another error', () => {
    const filter = storms(1);
    admitted(filter, 3, () => 'down');
    clock = MINUTE_MS;
    jest.advanceTimersByTime(MINUTE_MS);
    expect(summaries).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([
    ['numbers', 'user 17 of 3', 'user 4 of 12'],
    ['identifiers', 'no 0d4bb0a1-9f7e-4c57-8f4e-3c9d53a0a111', 'no ffffb0a1-9f7e-4c57-8f4e-3c9d53a0a999'],
    ['hexadecimal ids', 'trace 4bf92f3577b34da6', 'trace 00f067aa0ba902b7'],
    ['what is quoted', 'no user "ann" in \'de\'', 'no user "bob" in \'fr\''],
  ])('takes messages that differ by %s for the same', (_, one, other) => {
    const filter = storms(1);
    expect(filter.admits(undefined, undefined, one)).toBe(true);
    expect(filter.admits(undefined, undefined, other)).toBe(false);
  });

  it.each<[string, Kind, Kind]>([
    ['contexts', ['Orders', 'Error', 'x'], ['Users', 'Error', 'x']],
    ['types', ['Orders', 'Error', 'x'], ['Orders', 'TypeError', 'x']],
    ['words', ['Orders', 'Error', 'deadbeef gone'], ['Orders', 'Error', 'decade gone']],
  ])('tells different %s apart', (_, one, other) => {
    const filter = storms(1);
    expect(filter.admits(one[0], one[1], one[2])).toBe(true);
    expect(filter.admits(other[0], other[1], other[2])).toBe(true);
  });

  it('remembers a bounded number of kinds, and forgets none in silence', () => {
    const filter = storms(1);
    const letters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    for (let kind = 0; kind < 10_000; kind++)
      for (let time = 0; time < 2; time++) filter.admits('c', 't', `${letters(kind)} z`);
    filter.close();
    expect(summaries).toHaveLength(10_000);
    expect(summaries.every(({ suppressed }) => suppressed === 1)).toBe(true);
  });

  it('does nothing without a limit', () => {
    expect(admitted(storms(Number.POSITIVE_INFINITY), 1_000, () => 'down')).toBe(1_000);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('the logger in a storm', () => {
  function stormy(logging: LoggingOptions = {}) {
    const { root, lines } = logInto({ maxSameErrorsPerMinute: 3, ...logging });
    return { root, logger: new Logger(root), lines };
  }

  it('writes the first errors and, at its end, how many more there were', async () => {
    const { root, logger, lines } = stormy();
    for (let number = 0; number < 10; number++)
      logger.error('Payment failed', new TypeError(`no ${number}`), 'Payments');
    await root.close();
    expect(lines().map(({ message }) => message)).toEqual([
      'Payment failed',
      'Payment failed',
      'Payment failed',
      'Payment failed … and 7 more in the last minute',
    ]);
    expect(lines().at(-1)).toMatchObject({
      level: 'error',
      context: 'Payments',
      fields: { error_type: 'TypeError', suppressed: 7 },
    });
  });

  it('leaves other levels, and lines of finished operations, as they are', async () => {
    const { root, logger, lines } = stormy();
    for (let number = 0; number < 10; number++) {
      logger.warn('late');
      logger.fatal('over');
      root.error({ trace_id: undefined, fields: { event: 'http_request' } }, 'GET /orders 500');
    }
    await root.close();
    expect(lines()).toHaveLength(30);
  });

  it("counts what is an error's only message, and pino's own errors", async () => {
    const { root, logger, lines } = stormy();
    for (let number = 0; number < 5; number++) logger.error(new RangeError(`no ${number}`));
    for (let number = 0; number < 5; number++) root.child({ context: 'c' }).error(new SyntaxError('bad'));
    await root.close();
    expect(lines().map(({ message }) => message)).toEqual([
      'no 0',
      'no 1',
      'no 2',
      'bad',
      'bad',
      'bad',
      'no 0 … and 2 more in the last minute',
      'bad … and 2 more in the last minute',
    ]);
  });

  it('lets an error through that refuses to be read', () => {
    const { root, lines } = stormy();
    const { proxy, revoke } = Proxy.revocable(new Error('gone'), {});
    revoke();
    for (let number = 0; number < 5; number++) root.error({ error: proxy }, 'odd');
    expect(lines().map(({ message }) => message)).toEqual(['odd', 'odd', 'odd']);
  });
});
