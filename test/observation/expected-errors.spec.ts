import { ROOT_CONTEXT } from '@opentelemetry/api';
import { expecting, isExpectedIn, withExpected } from '../../lib/observation/expected-errors.js';

class OrderRefused extends Error {}
class SoldOut extends OrderRefused {}
class Refusal {
  constructor(readonly reason: string) {}
}
const nothing = (): boolean => false;

describe('expecting', () => {
  const faults: string[] = [];
  const report = (what: string): void => void faults.push(what);

  afterEach(() => void faults.splice(0));

  it('knows classes, those that extend them, classes that make no errors, and functions', () => {
    const expects = expecting(
      [
        OrderRefused,
        Refusal,
        (error) => error === 'late',
        function (error) {
          return (error as { code?: unknown }).code === 'E1';
        },
      ],
      report,
    );

    const expected = [
      new OrderRefused(),
      new SoldOut(),
      new Refusal('no'),
      'late',
      Object.assign(new Error(), { code: 'E1' }),
    ];
    expect(expected.map(expects)).toEqual([true, true, true, true, true]);
    expect([new Error('x'), 'early', 7].map(expects)).toEqual([false, false, false]);
  });

  it('takes Error itself for a class', () => {
    expect(expecting([Error], report)(new TypeError('x'))).toBe(true);
  });

  it('reports a function that throws: its error is not expected', () => {
    const expects = expecting([(error) => (error as { a: { b: boolean } }).a.b], report);

    expect(expects(new Error('x'))).toBe(false);
    expect(faults).toEqual(['A function of the option "expected" failed']);
  });
});

describe('isExpectedIn', () => {
  it('asks the calls around first, and then the application', () => {
    const outer = withExpected((error) => error === 'outer', ROOT_CONTEXT);
    const inner = withExpected((error) => error === 'inner', outer);

    expect(['outer', 'inner', 'other'].map((error) => isExpectedIn(inner, error, nothing))).toEqual([
      true,
      true,
      false,
    ]);
    expect(['outer', 'inner'].map((error) => isExpectedIn(outer, error, nothing))).toEqual([true, false]);
    expect(isExpectedIn(ROOT_CONTEXT, 'other', (error) => error === 'other')).toBe(true);
  });

  it('remembers an error for the calls above the one that expected it', () => {
    const error = new Error('refused');

    expect(isExpectedIn(ROOT_CONTEXT, error, nothing)).toBe(false);
    expect(
      isExpectedIn(
        withExpected(() => true, ROOT_CONTEXT),
        error,
        nothing,
      ),
    ).toBe(true);
    expect(isExpectedIn(ROOT_CONTEXT, error, nothing)).toBe(true);
    expect(isExpectedIn(ROOT_CONTEXT, new Error('refused'), nothing)).toBe(false);
  });
});
