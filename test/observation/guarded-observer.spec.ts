import { type Context, context as contextApi, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { GuardedObserver, type Observer, type Recording, Telemetry, UnitOfWork } from '../../lib/observation/index.js';
import { OPERATION } from './observed-call.js';

const KEY = createContextKey('observer');

function observing(begin: (context: Context) => unknown) {
  const reports: string[] = [];
  const report = (what: string, error?: unknown): void => void reports.push(`${what}: ${String(error)}`);
  const observer: Observer = { name: 'mine', begin: (_operation, context) => begin(context) as Recording };
  const telemetry = new Telemetry([new GuardedObserver(observer, report)], report);
  return { telemetry, reports };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('an observer of the application', () => {
  it.each<[string, (context: Context) => unknown]>([
    ['throws in begin', bad],
    ['throws in end', () => ({ end: bad })],
    ['throws in describe', () => ({ describe: bad, end: () => undefined })],
    ['has an end that rejects', () => ({ end: () => Promise.reject(new Error('no')) })],
    ['has a begin that rejects', () => Promise.reject(new Error('no'))],
    ['has an asynchronous begin', async () => ({ end: () => undefined })],
    ['returns no recording', () => ({})],
    ['returns a number', () => 7],
    ['has a context that cannot be read', () => ({ get context() { return bad(); }, end: () => undefined })], // prettier-ignore
    ['has a context that is none', () => ({ context: {}, end: () => undefined })],
    ['hides the unit of work', () => ({ context: ROOT_CONTEXT.setValue(KEY, 1), end: () => undefined })],
  ])('that %s is reported and harms no call', async (_what, begin) => {
    const { telemetry, reports } = observing(begin);
    const outer = telemetry.beginUnit(OPERATION, ROOT_CONTEXT);
    const unit = UnitOfWork.of(outer.context);
    expect(unit?.telemetry).toBe(telemetry);
    expect(contextApi.with(outer.context, () => telemetry.run(OPERATION, () => 'done'))).toBe('done');
    outer.describe({ ...OPERATION, name: 'better' });
    outer.end({ failed: false, facts: {} });
    await settled();
    expect(outer.ended).toBe(true);
    expect(reports.length).toBeGreaterThan(0);
    expect(reports[0]).toContain('mine observer');
  });

  it('may hand a context down that it made from its own', () => {
    const { telemetry, reports } = observing((context) => ({ context: context.setValue(KEY, 'here'), end() {} }));
    const observation = telemetry.begin(OPERATION, ROOT_CONTEXT);
    expect(observation.context.getValue(KEY)).toBe('here');
    expect(UnitOfWork.of(observation.context)?.telemetry).toBe(telemetry);
    expect(reports).toEqual([]);
  });

  it('may ignore calls', () => {
    const { telemetry, reports } = observing(() => undefined);
    telemetry.begin(OPERATION, ROOT_CONTEXT).end({ failed: false, facts: {} });
    expect(reports).toEqual([]);
  });
});

function bad(): never {
  throw new Error('no');
}
