import { channel } from 'node:diagnostics_channel';
import type { RunningCopy } from '../../lib/observation/copies.js';
import { currentTelemetry, own, register, Telemetry } from '../../lib/observation/index.js';

const copies = Reflect.get(channel('nestjs-telemetry'), Symbol.for('nestjs-telemetry:copies')) as {
  readonly running: Set<RunningCopy>;
  started: number;
};

/** Another copy of the package, as this one sees it. */
function anotherCopy(fields: Partial<RunningCopy>): RunningCopy {
  const copy = { version: '0.1.0', realm: globalThis, youngest: 0, atWork: () => false, meet: () => undefined };
  return { ...copy, ...fields };
}

describe('a call outside any unit of work, beside another copy of the package', () => {
  const ends: Array<() => void> = [];
  const running = (): Telemetry => {
    const telemetry = new Telemetry([], () => undefined);
    ends.push(register(telemetry));
    return telemetry;
  };
  const beside = (copy: RunningCopy): void => {
    copies.running.add(copy);
    ends.push(() => void copies.running.delete(copy));
  };
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  it('is left to the other copy while that one is at work', () => {
    const telemetry = running();
    const owned = {};
    own(owned, telemetry);
    let working = true;
    beside(anotherCopy({ realm: {}, atWork: () => working }));
    expect([currentTelemetry(undefined), currentTelemetry(owned)]).toEqual([undefined, undefined]);
    working = false;
    expect([currentTelemetry(undefined), currentTelemetry(owned)]).toEqual([telemetry, telemetry]);
  });

  it('is of neither in the same realm, but for what an application owns', () => {
    const telemetry = running();
    const owned = {};
    own(owned, telemetry);
    beside(anotherCopy({}));
    expect(currentTelemetry(undefined)).toBeUndefined();
    expect(currentTelemetry(owned)).toBe(telemetry);
  });

  it('is of the copy whose application started last, among several realms', () => {
    beside(anotherCopy({ realm: {}, youngest: ++copies.started }));
    const telemetry = running();
    expect(currentTelemetry(undefined)).toBe(telemetry);
    beside(anotherCopy({ realm: {}, youngest: ++copies.started }));
    expect(currentTelemetry(undefined)).toBeUndefined();
  });

  it('is forgotten with its last application', () => {
    const before = copies.running.size;
    running();
    running();
    expect(copies.running.size).toBe(before + 1);
    for (const end of ends.splice(0)) end();
    expect(copies.running.size).toBe(before);
  });
});
