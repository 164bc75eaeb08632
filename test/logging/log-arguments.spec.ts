import { readFile } from 'node:fs/promises';
import { Logger } from 'nestjs-telemetry';
import { logArguments } from '../../lib/logging/log-arguments.js';
import { logInto } from './log-lines.js';

const error = new Error('broken');
const throws = (): never => {
  throw new Error('no');
};
const circular: Record<string, unknown> = { name: 'round' };
circular['self'] = circular;
const revoked = Proxy.revocable({}, {});
revoked.revoke();

describe('the arguments of a line', () => {
  it.each<[string, unknown[], object]>([
    ['a message alone', ['hi'], { message: 'hi', line: {} }],
    ['a context', ['hi', 'Orders'], { message: 'hi', line: { context: 'Orders' } }],
    [
      'fields and context',
      ['hi', { a: 1 }, 'Orders'],
      { message: 'hi', line: { context: 'Orders', fields: { a: 1 } } },
    ],
    ['several fields', ['hi', { a: 1, b: 1 }, { b: 2 }], { message: 'hi', line: { fields: { a: 1, b: 2 } } }],
    ['an error before fields', ['hi', error, { a: 1 }], { message: 'hi', line: { error, fields: { a: 1 } } }],
    [
      'an error after fields',
      ['hi', { a: 1 }, error, 'C'],
      { message: 'hi', line: { context: 'C', error, fields: { a: 1 } } },
    ],
    ['an error as the message', [error, 'C'], { message: 'broken', line: { context: 'C', error } }],
    [
      'an error as the message, with its stack',
      [error, error.stack, 'C'],
      { message: 'broken', line: { context: 'C', error } },
    ],
    ['nothing where Nest has a stack', ['hi', undefined, 'C'], { message: 'hi', line: { context: 'C' } }],
    [
      'several texts',
      ['hi', 'one', 'two', 'C'],
      { message: 'hi', line: { context: 'C', fields: { arguments: ['one', 'two'] } } },
    ],
    [
      'an object as the message',
      [{ message: 'in', a: 1 }, { b: 2 }],
      { message: 'in', line: { fields: { message: 'in', a: 1, b: 2 } } },
    ],
    ['an object without a message', [{ a: 1 }, 'C'], { message: '', line: { context: 'C', fields: { a: 1 } } }],
    ['a list as the message', [[1, 2], 'C'], { message: '', line: { context: 'C', fields: { arguments: [[1, 2]] } } }],
    [
      'other values',
      ['hi', 1, null, true, [2], 3n, Symbol('s')],
      { message: 'hi', line: { fields: { arguments: [1, null, true, [2], '3', 'Symbol(s)'] } } },
    ],
    ['values and a context', ['hi', 42, 'C'], { message: 'hi', line: { context: 'C', fields: { arguments: [42] } } }],
    [
      'a second error',
      ['hi', error, new RangeError('two')],
      { message: 'hi', line: { error, fields: { arguments: ['RangeError: two'] } } },
    ],
    ['nothing', [], { message: 'undefined', line: {} }],
    ['a number as the message', [42], { message: '42', line: {} }],
  ])('%s', (_what, [message, ...rest], expected) => {
    expect(logArguments(message, rest, undefined)).toEqual(expected);
  });

  it('understand Nest’s error(message, stack, context)', () => {
    const stack = 'TypeError: x is not a function\n    at Orders.place (/app/orders.js:1:1)';
    const { message, line } = logArguments('It failed', [stack, 'Orders'], undefined);
    expect([message, line.context, line.fields]).toEqual(['It failed', 'Orders', undefined]);
    expect(line.error).toMatchObject({ message: 'x is not a function', stack });
  });

  it('know an error of another realm', async () => {
    const missing = await readFile('/does/not/exist').catch((thrown: unknown) => thrown);
    expect(missing instanceof Error).toBe(false);
    expect(logArguments('hi', [missing], undefined).line.error).toBe(missing);
  });

  it('take the logger’s context where a line has none', () => {
    expect(logArguments('hi', [], 'Own').line.context).toBe('Own');
    expect(logArguments('hi', ['Other'], 'Own').line.context).toBe('Other');
  });
});

const UGLY: ReadonlyArray<[string, unknown]> = [
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
  ['an object whose getter throws', { ok: 1, get bad() { return throws(); } }], // prettier-ignore
  ['an object whose toString throws', { toString: throws }],
  ['an object whose toJSON throws', { toJSON: throws }],
  ['a nested toJSON that throws', { inner: { toJSON: throws } }],
  ['a function whose toString throws', Object.assign(() => 1, { toString: throws })],
  ['a circular object', circular],
  ['a circular list', [circular]],
  ['an object with a bigint', { big: 10n }],
  ['an object with symbols', { [Symbol('key')]: 1, value: Symbol('value') }],
  ['a Map', new Map([['a', 1]])],
  ['an invalid Date', new Date(NaN)],
  [
    'a proxy that refuses everything',
    new Proxy({}, { get: throws, ownKeys: throws, getPrototypeOf: throws, has: throws }),
  ],
  ['a revoked proxy', revoked.proxy],
  ['a frozen error', Object.freeze(new Error('frozen'))],
  ['an error whose message is no text', Object.assign(new Error(), { message: { toString: throws } })],
  ['an error that is its own cause', Object.assign(new Error('round'), { cause: error, errors: [] })],
  ['a deep object', Array.from({ length: 20_000 }).reduce<object>((inner) => ({ inner }), {})],
  ['a request-like object', { method: 'GET', headers: {}, socket: {}, setHeader: throws }],
  ['a format', '%s %d %j %o'],
  ['fields named as pino’s', { level: 'x', time: 1, msg: 'm', pid: 1, message: { a: 1 }, __proto__: null }],
];

describe.each(UGLY)('a logger that is given %s', (_what, ugly) => {
  it.each<[string, (logger: Logger) => void]>([
    ['as message', (logger) => logger.info(ugly)],
    ['as field', (logger) => logger.error('message', ugly, 'Context')],
    ['inside a field', (logger) => logger.warn('message', { ugly })],
    [
      'as field of its own',
      (logger) =>
        logger
          .withField('ugly', ugly)
          .withFields(ugly as never)
          .fatal('message'),
    ],
  ])('%s writes one line and does not throw', (_where, log) => {
    const { root, lines } = logInto();
    log(new Logger(root));
    expect(lines()).toHaveLength(1);
    expect(typeof lines()[0]?.message).toBe('string');
  });
});
