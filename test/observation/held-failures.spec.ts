import { jest } from '@jest/globals';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { type Observer, type Operation, type Outcome, releaseAll, Telemetry } from '../../lib/observation/index.js';

const operation = (name: string): Operation => ({ kind: 'test', name, labels: {}, attributes: {} });

/** Records the ends, in their order, of an observer that waits and of one that does not. */
function watched() {
  const ends: [string, Outcome][] = [];
  const atOnce: string[] = [];
  const suspended: string[] = [];
  const observers: Observer[] = [
    {
      name: 'waiting',
      begin: ({ name }) => ({
        suspend: () => void suspended.push(name),
        end: (_operation, outcome) => void ends.push([name, outcome]),
      }),
    },
    { name: 'not waiting', begin: ({ name }) => ({ end: () => void atOnce.push(name) }) },
  ];
  const reports: string[] = [];
  const telemetry = new Telemetry(observers, (what) => void reports.push(what));
  const request = () => {
    const root = telemetry.beginUnit(operation('request'), ROOT_CONTEXT);
    root.awaitAnswer();
    return root;
  };
  return { telemetry, request, ends, atOnce, suspended, reports };
}

const names = (ends: readonly [string, Outcome][]) => ends.map(([name]) => name);
const error = new Error('no');
const FAILED = { failed: true, error, facts: {} };
const SENT = { failed: false, facts: {} };

describe('a failure inside a request', () => {
  it('waits for the answer, oldest first, and ends before the request', () => {
    const { telemetry, request, ends, atOnce, suspended } = watched();
    const root = request();
    for (const name of ['query', 'service']) telemetry.begin(operation(name), root.context).end(FAILED);
    expect([names(ends), atOnce, suspended]).toEqual([[], ['query', 'service'], ['query', 'service']]);
    root.end(SENT, (each) => each === error);
    expect(names(ends)).toEqual(['query', 'service', 'request']);
    expect(ends.map(([, { expected }]) => expected)).toEqual([true, true, false]);
  });

  it('is an error where the answer does not excuse it', () => {
    const { telemetry, request, ends } = watched();
    const root = request();
    root.error = new Error('outer', { cause: error });
    telemetry.begin(operation('query'), root.context).end(FAILED);
    root.end(SENT, () => false);
    expect(ends[0]?.[1]).toMatchObject({ failed: true, expected: false, requestError: root.error });
  });

  it.each<[string, object]>([
    ['has no error', { failed: true, facts: {} }],
    ['has an error that is a text', { failed: true, error: 'no', facts: {} }],
    ['is decided already', { ...FAILED, expected: false }],
    ['is no failure', SENT],
  ])('does not wait if it %s', (_what, result) => {
    const { telemetry, request, ends } = watched();
    const root = request();
    telemetry.begin(operation('query'), root.context).end(result as typeof FAILED);
    expect(names(ends)).toEqual(['query']);
    root.end(SENT, () => true);
    expect(names(ends)).toEqual(['query', 'request']);
  });

  it('does not wait after the answer, nor where nobody answers', () => {
    const { telemetry, request, ends } = watched();
    const root = request();
    const late = telemetry.begin(operation('late'), root.context);
    root.end(SENT);
    late.end(FAILED);
    const job = telemetry.beginUnit(operation('job'), ROOT_CONTEXT);
    telemetry.begin(operation('step'), job.context).end(FAILED);
    expect(names(ends)).toEqual(['request', 'late', 'step']);
  });

  it('does not wait in a number without bound', () => {
    const { telemetry, request, ends } = watched();
    const root = request();
    for (let at = 0; at < 150; at++) telemetry.begin(operation(`query ${at}`), root.context).end(FAILED);
    expect(ends).toHaveLength(50);
    const others = Array.from({ length: 20 }, request);
    for (const other of others) {
      for (let at = 0; at < 100; at++) telemetry.begin(operation('query'), other.context).end(FAILED);
    }
    // 1,000 wait: 100 of the first request, and 900 of the others.
    expect(ends).toHaveLength(50 + 1_100);
    releaseAll();
    expect(ends).toHaveLength(150 + 2_000);
  });

  it('waits for a second at most', () => {
    jest.useFakeTimers();
    try {
      const { telemetry, request, ends } = watched();
      telemetry.begin(operation('query'), request().context).end(FAILED);
      jest.advanceTimersByTime(999);
      expect(ends).toEqual([]);
      jest.advanceTimersByTime(1);
      expect(ends[0]?.[1]).toMatchObject({ failed: true, expected: false });
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves no listener of the process behind', () => {
    const before = process.listenerCount('exit');
    const { telemetry, request } = watched();
    const roots = [request(), request()];
    for (const root of roots) telemetry.begin(operation('query'), root.context).end(FAILED);
    expect(process.listenerCount('exit')).toBe(before + 1);
    for (const root of roots) root.end(SENT);
    expect(process.listenerCount('exit')).toBe(before);
  });
});
