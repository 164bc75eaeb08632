import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { currentTelemetry, own, register, Telemetry, UnitOfWork } from '../../lib/observation/index.js';
import { OPERATION, watch } from './observed-call.js';

const ends: Array<() => void> = [];
const running = (): Telemetry => {
  const telemetry = new Telemetry([], () => undefined);
  ends.push(register(telemetry));
  return telemetry;
};
const end = (telemetry: number): void => ends[telemetry]?.();

describe('the telemetry of a call outside any unit of work', () => {
  afterEach(() => {
    for (const unregister of ends.splice(0)) unregister();
  });

  it('is none when no application runs', () => {
    expect(currentTelemetry({})).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['an object', {}],
    ['nothing', undefined],
    ['a class', class {}],
    ['a text', 'x'],
  ])('is that of the only application: called on %s', (_what, self) => {
    const telemetry = running();
    expect(currentTelemetry(self)).toBe(telemetry);
  });

  it('is that of the owner, and none without one, when several run', () => {
    const [first, second] = [running(), running()];
    const [ofFirst, ofSecond] = [{}, {}];
    own(ofFirst, first);
    own(ofSecond, second);
    expect([currentTelemetry(ofFirst), currentTelemetry(ofSecond)]).toEqual([first, second]);
    expect([currentTelemetry({}), currentTelemetry(undefined), currentTelemetry(class {})]).toEqual(Array(3));
  });

  it('is not that of the other application when the owner has closed', () => {
    const [first, second] = [running(), running()];
    const ofFirst = {};
    own(ofFirst, first);
    end(0);
    expect(currentTelemetry(ofFirst)).toBeUndefined();
    expect(currentTelemetry({})).toBe(second);
  });

  it('is none for an object of both applications, until one closes', () => {
    const [first, second] = [running(), running()];
    const shared = {};
    for (const telemetry of [first, second, first]) own(shared, telemetry);
    expect(currentTelemetry(shared)).toBeUndefined();
    end(0);
    expect(currentTelemetry(shared)).toBe(second);
  });

  it('forgets an application once, however often it is told to', () => {
    running();
    const second = running();
    end(0);
    end(0);
    expect(currentTelemetry({})).toBe(second);
  });
});

describe('the telemetry of a call inside a unit of work', () => {
  it('is that of the unit, whoever owns the object', () => {
    const { telemetry } = watch();
    const owned = {};
    own(owned, new Telemetry([], () => undefined));
    const { context } = telemetry.beginUnit(OPERATION, ROOT_CONTEXT);
    expect(contextApi.with(context, () => currentTelemetry(owned))).toBe(telemetry);
    expect(currentTelemetry({})).toBeUndefined();
  });

  it('is one unit for nested calls of one telemetry, with the outermost at its root', () => {
    const { telemetry } = watch();
    const outer = telemetry.begin(OPERATION, ROOT_CONTEXT);
    const inner = telemetry.begin(OPERATION, outer.context);
    expect(UnitOfWork.of(inner.context)).toBe(UnitOfWork.of(outer.context));
    expect(UnitOfWork.of(inner.context)?.root).toBe(outer);
  });

  it('is a new unit where another telemetry takes over, and where one is asked for', () => {
    const [one, other] = [watch(), watch()];
    const outer = one.telemetry.begin(OPERATION, ROOT_CONTEXT);
    const taken = other.telemetry.begin(OPERATION, outer.context);
    const fresh = one.telemetry.beginUnit(OPERATION, outer.context);
    expect(UnitOfWork.of(taken.context)).toMatchObject({ telemetry: other.telemetry, root: taken });
    expect(UnitOfWork.of(fresh.context)).toMatchObject({ telemetry: one.telemetry, root: fresh });
    expect([one.calls.length, other.calls.length]).toEqual([2, 1]);
  });
});
