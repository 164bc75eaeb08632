import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Observation, type Observer, type Operation, type Recording } from '../../lib/observation/index.js';

const OPERATION: Operation = { kind: 'k', name: 'first', labels: {}, attributes: {} };
const RESULT = { failed: false, facts: {} };
const fault = (): never => {
  throw new Error('fault');
};

/** An observer that writes down what it is told; `faulty` replaces some of it. */
function speaking(name: string, said: string[], faulty: Partial<Recording & { begin: () => never }> = {}): Observer {
  return {
    name,
    begin: (operation) => {
      said.push(`${name} begins ${operation.name}`);
      faulty.begin?.();
      return {
        describe: (better) => {
          said.push(`${name} hears ${better.name}`);
          faulty.describe?.(better);
        },
        end: (last, outcome) => {
          said.push(`${name} ends ${last.name} ${outcome.failed}`);
          faulty.end?.(last, outcome);
        },
      };
    },
  };
}

function observe(observers: readonly Observer[]): { observation: Observation; faults: string[] } {
  const faults: string[] = [];
  const report = (what: string, error: unknown): void => void faults.push(`${what}: ${(error as Error).message}`);
  return { observation: new Observation(observers, OPERATION, ROOT_CONTEXT, report), faults };
}

describe('an observation', () => {
  it('begins in order and ends backwards', () => {
    const said: string[] = [];
    const { observation } = observe(['outer', 'inner'].map((name) => speaking(name, said)));
    observation.describe({ ...OPERATION, name: 'better' });
    observation.end(RESULT);
    expect(said).toEqual([
      'outer begins first',
      'inner begins first',
      'outer hears better',
      'inner hears better',
      'inner ends better false',
      'outer ends better false',
    ]);
  });

  it('counts the first end, and ignores what comes later', () => {
    const said: string[] = [];
    const { observation } = observe([speaking('one', said)]);
    expect(observation.ended).toBe(false);
    observation.end({ failed: true, error: new Error('first'), facts: {} });
    expect(observation.ended).toBe(true);
    observation.end(RESULT);
    observation.describe({ ...OPERATION, name: 'late' });
    expect(said).toEqual(['one begins first', 'one ends first true']);
    expect(observation.operation.name).toBe('first');
  });

  it('is not ended again by an observer that ends it while it ends', () => {
    const said: string[] = [];
    let observation: Observation | undefined;
    const again = speaking('again', said, { end: () => observation?.end(RESULT) });
    observation = observe([speaking('one', said), again]).observation;
    observation.end(RESULT);
    expect(said.filter((line) => line.includes('ends'))).toEqual(['again ends first false', 'one ends first false']);
  });

  it.each<[string, Partial<Recording & { begin: () => never }>, string, number]>([
    ['begin', { begin: fault }, 'The bad observer failed to begin "first": fault', 7],
    ['describe', { describe: fault }, 'The bad observer failed to describe "better": fault', 9],
    ['end', { end: fault }, 'The bad observer failed to end "better": fault', 9],
  ])('reports an observer that fails to %s, and the others run', (_when, faulty, expected, lines) => {
    const said: string[] = [];
    const observers = [speaking('before', said), speaking('bad', said, faulty), speaking('after', said)];
    const { observation, faults } = observe(observers);
    observation.describe({ ...OPERATION, name: 'better' });
    observation.end(RESULT);
    expect(faults).toEqual([expected]);
    expect(said).toHaveLength(lines);
    expect(said.slice(-1)).toEqual(['before ends better false']);
    expect(said).toContain('after ends better false');
  });

  it('survives a recording whose context cannot be read', () => {
    const said: string[] = [];
    const recording: Recording = Object.defineProperty({ end: () => said.push('ended') }, 'context', { get: fault });
    const { observation, faults } = observe([{ name: 'bad', begin: () => recording }, speaking('after', said)]);
    observation.end(RESULT);
    expect(faults).toHaveLength(1);
    expect(said).toEqual(['after begins first', 'after ends first false', 'ended']);
  });

  it('hands each context down to the next observer and to the work', () => {
    const key = Symbol('depth');
    const deepen: Observer = {
      name: 'deepen',
      begin: (_operation, context) => ({
        context: context.setValue(key, ((context.getValue(key) as number | undefined) ?? 0) + 1),
        end: () => undefined,
      }),
    };
    const indifferent: Observer = { name: 'indifferent', begin: () => undefined };
    const { observation } = observe([deepen, indifferent, deepen]);
    expect(observation.context.getValue(key)).toBe(2);
    expect(() => observation.end(RESULT)).not.toThrow();
  });
});
