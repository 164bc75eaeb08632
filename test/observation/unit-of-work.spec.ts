import { Telemetry, UnitOfWork } from '../../lib/observation/index.js';

const unit = () => new UnitOfWork(new Telemetry([], () => undefined));

describe('a unit of work', () => {
  it('keeps what is assigned, the latest under each name', () => {
    const work = unit();
    expect(work.fields).toBeUndefined();
    work.assign({ a: 1, b: 1 });
    expect(work.assign({ b: 2, ['__proto__']: 3 })).toBe(true);
    expect({ ...work.fields }).toEqual({ a: 1, b: 2, ['__proto__']: 3 });
  });

  it('takes a hundred fields, and then only new values for those', () => {
    const work = unit();
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`f${at}`, at]));
    expect(work.assign(many)).toBe(false);
    expect(Object.keys(work.fields as object)).toHaveLength(100);
    expect(work.assign({ f3: 'new' })).toBe(true);
    expect(work.fields).toMatchObject({ f3: 'new' });
    expect(work.assign({ g: 1 })).toBe(false);
  });

  it.each([['abc-1'], ['x'.repeat(128)], ['{"a":1}']])('takes over the id %p', (given) => {
    const work = unit();
    work.identify(given);
    expect(work.requestId).toBe(given);
  });

  it.each([[undefined], [''], ['x'.repeat(129)], ['two words'], ['new\nline'], ['ünïcode'], [['a', 'b']]])(
    'makes an id of its own where it is given %p',
    (given) => {
      const work = unit();
      work.identify(given);
      expect(work.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(work.requestId).toBe(work.requestId);
    },
  );

  it('has no id where it is no request', () => {
    expect(unit().requestId).toBeUndefined();
  });

  it('knows which errors it has reported, and gives one id to a failure', () => {
    const [one, another] = [unit(), unit()];
    const error = Object.freeze(new Error('x'));
    const wrapper = new Error('y', { cause: error });
    const first = one.reportOf([error]);
    expect(first).toEqual({ id: expect.stringMatching(/^[0-9a-f]{8}$/), isFirst: true });
    expect(one.reportOf([wrapper, error])).toEqual({ id: first.id, isFirst: false });
    expect(one.reportOf([wrapper])).toEqual({ id: first.id, isFirst: false });
    expect([one.hasReported([error]), another.hasReported([error]), one.hasReported([])]).toEqual([true, false, false]);
    expect(another.reportOf([error]).isFirst).toBe(true);
  });
});
