import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { Labels, Observer, Operation, Result } from '../../lib/observation/index.js';

/** What the contract needs of an observer under test. */
export interface ObserverUnderTest {
  readonly observer: Observer;
  /** How many ends of operations have come out of it: spans, samples, lines. */
  ends(): Promise<number> | number;
  /** Operations of kinds that it reacts to; by default those of `OPERATIONS`. */
  readonly kinds?: readonly string[];
}

class CircularError extends Error {
  override cause: unknown = this;
  readonly errors = [this];
  readonly self = { again: this };
}

const refusing: ProxyHandler<object> = {
  get: () => {
    throw new Error('no');
  },
  has: () => {
    throw new Error('no');
  },
  getPrototypeOf: () => {
    throw new Error('no');
  },
  ownKeys: () => {
    throw new Error('no');
  },
};

class UnreadableError extends Error {
  override get message(): string {
    throw new Error('no');
  }
  override get stack(): string {
    throw new Error('no');
  }
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

const ERRORS: readonly [string, unknown][] = [
  ['an Error', new Error('broken')],
  ['a frozen Error', Object.freeze(new Error('broken'))],
  ['an Error that is its own cause', new CircularError('round')],
  ['an Error whose parts cannot be read', new UnreadableError()],
  [
    'an Error whose parts are of other types',
    Object.assign(new Error(), { message: 1, name: {}, code: [], stack: null }),
  ],
  ['an AggregateError', new AggregateError([new Error('one'), undefined, new CircularError('two')], 'several')],
  ['undefined', undefined],
  ['null', null],
  ['a text', 'broken'],
  ['a symbol', Symbol('broken')],
  ['a bigint', 1n],
  ['a function', () => undefined],
  ['an object without a prototype', Object.create(null)],
  ['an object that cannot be a text', { toString: null, valueOf: null, name: 'Odd' }],
  ['an object whose text throws', { toString: () => { throw new Error('no'); } }], // prettier-ignore
  ['a proxy that refuses everything', new Proxy({}, refusing)],
  ['a revoked proxy', revoked.proxy],
];

const HUGE = 'x'.repeat(1_000_000);

const RESULTS: readonly [string, Result][] = [
  ['a success', { failed: false, facts: {} }],
  ['a failure without an error', { failed: true, facts: {} }],
  ...ERRORS.map(([what, error]): [string, Result] => [`a failure with ${what}`, { failed: true, error, facts: {} }]),
  ['an error of a call that did not fail', { failed: false, error: new Error('handled'), facts: {} }],
  ['huge facts', { failed: false, facts: { size: Number.MAX_VALUE, text: HUGE, list: Array(10_000).fill(HUGE) } }],
  [
    'odd facts',
    { failed: true, facts: { '': NaN, __proto__: -1, constructor: undefined, 'http.response.body.size': -5 } },
  ],
  ['frozen facts', Object.freeze({ failed: false, facts: Object.freeze({ 'http.response.status_code': 200 }) })],
];

const OPERATIONS = [
  'http.server',
  'function',
  'database',
  'cache',
  'business',
  'a kind nobody knows',
  '',
  'constructor',
];

const operation = (kind: string, labels: Labels = {}, name = 'work'): Operation => ({
  kind,
  name,
  labels,
  attributes: {},
});

/** What every observer must keep to. A call that begins and ends comes out once, whatever it was. */
export function describeObserverContract(
  name: string,
  create: () => ObserverUnderTest | Promise<ObserverUnderTest>,
): void {
  describe(`the observer contract: ${name}`, () => {
    it.each(RESULTS)('takes %s', async (_what, result) => {
      const { observer, ends, kinds = OPERATIONS } = await create();
      for (const kind of kinds)
        observer.begin(operation(kind), ROOT_CONTEXT)?.end(operation(kind), { ...result, durationMs: 1 });
      expect(await ends()).toBe(kinds.length);
    });

    it.each(OPERATIONS)('takes the kind «%s»', async (kind) => {
      const { observer, ends, kinds = OPERATIONS } = await create();
      observer.begin(operation(kind), ROOT_CONTEXT)?.end(operation(kind), { failed: false, facts: {}, durationMs: 0 });
      expect(await ends()).toBe(kinds.includes(kind) ? 1 : 0);
    });

    it('says nothing of calls that have not ended', async () => {
      const { observer, ends, kinds = OPERATIONS } = await create();
      const recordings = kinds.map((kind) => observer.begin(operation(kind), ROOT_CONTEXT));
      expect(recordings.every((recording) => recording !== undefined)).toBe(true);
      expect(await ends()).toBe(0);
    });

    it('takes a better description, and the same and another again', async () => {
      const { observer, ends, kinds = OPERATIONS } = await create();
      for (const kind of kinds) {
        const recording = observer.begin(operation(kind), ROOT_CONTEXT);
        const routed = operation(kind, { 'http.route': '/cats/:id', 'http.request.method': 'GET' }, 'GET /cats/:id');
        recording?.describe?.(routed);
        recording?.describe?.(routed);
        const last = operation(kind, Object.freeze({ 'http.route': '/' }), '');
        recording?.describe?.(last);
        recording?.end(last, { failed: false, facts: {}, durationMs: 0 });
      }
      expect(await ends()).toBe(kinds.length);
    });

    it('takes thousands of calls with labels of their own, some of them at once', async () => {
      const { observer, ends, kinds = OPERATIONS } = await create();
      const kind = kinds[0] as string;
      const open = Array.from({ length: 5_000 }, (_, n) => {
        const described = operation(kind, { 'http.route': `/${n}`, 'db.collection.name': `t${n}`, n }, `work ${n}`);
        return { described, recording: observer.begin(described, ROOT_CONTEXT) };
      });
      for (const { described, recording } of open.toReversed()) {
        recording?.end(described, { failed: true, error: new Error('x'), facts: {}, durationMs: Number.MAX_VALUE });
      }
      expect(await ends()).toBe(5_000);
    });
  });
}
