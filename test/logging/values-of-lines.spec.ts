import { anything, assert, bigInt, property, stringMatching } from 'fast-check';
import { Logger } from 'nestjs-telemetry';
import { lineFormat } from '../../lib/logging/formats/line-format.js';
import type { LogLine } from '../../lib/logging/line/log-line.js';
import { parseJson } from '../../lib/logging/line/parse-json.js';
import { JSON_LOGS, PROTOBUF_LOGS } from '../../lib/logging/otlp/log-encoding.js';
import { logRecordOf } from '../../lib/logging/otlp/log-record.js';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import { LOG_FORMATS, type LogFormat } from '../../lib/options/names.js';
import { resolveOptions } from '../../lib/telemetry.options.js';
import { recordsIn } from '../integration/logging/log-receiver.js';

type Values = Readonly<Record<string, unknown>>;

/** One line in every format, and its attributes over OTLP in both encodings. */
function everyFormat(log: (logger: Logger) => void): Record<LogFormat, string> & { json2: Values; protobuf: Values } {
  let line: LogLine | undefined;
  const options = resolveOptions({ service: { name: 'shop' }, logging: { format: 'json' } }, {});
  const root = createRootLogger(options, { write: () => {}, record: (each) => (line = each) });
  log(new Logger(root));
  const written = line as unknown as LogLine;
  const text = { colours: false, service: false };
  const formats = LOG_FORMATS.map((format) => [format, lineFormat(format, text)(written)] as const);
  const record = logRecordOf(written);
  const request = JSON_LOGS.request([], [JSON_LOGS.record(record)]);
  const [json2] = recordsIn(JSON.parse(Buffer.from(request).toString()) as never);
  const [protobuf] = recordsIn(PROTOBUF_LOGS.request([], [PROTOBUF_LOGS.record(record)]));
  return {
    ...(Object.fromEntries(formats) as Record<LogFormat, string>),
    json2: json2?.attributes ?? {},
    protobuf: protobuf?.attributes ?? {},
  };
}

const isNested = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nested names, joined as a format does. */
function flat(fields: Values, join: (outer: string, inner: string) => string, outer?: string): Values {
  return Object.assign(
    Object.create(null),
    ...Object.entries(fields).map(([name, value]) => {
      const whole = outer === undefined ? name : join(outer, name);
      return isNested(value) ? flat(value, join, whole) : { [whole]: value };
    }),
  ) as Values;
}

/** Every digit counts, also of lists that a format has as text. */
const exact = (value: unknown): string =>
  typeof value === 'string' && /^[[{]/.test(value)
    ? exact(read(value))
    : JSON.stringify(value, (_name, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

function read(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return `text ${text}`;
  }
}

const exactly = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => name !== 'context' && value !== null)
      .map(([name, value]) => [name, exact(value)]),
  );

const ANY = anything({
  maxDepth: 3,
  key: stringMatching(/^[a-z]{1,5}$/),
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
});

describe('any value in a field', () => {
  it('is valid JSON on one line, with the same meaning in every format', () => {
    assert(
      property(ANY, bigInt(), (any, big) => {
        const written = everyFormat((logger) => logger.info('line', { any, big, nested: { big: -big } }));
        for (const format of LOG_FORMATS) expect(written[format].indexOf('\n')).toBe(written[format].length - 1);
        const { fields } = parseJson(written.json) as { fields: Values };
        expect(String(fields['big'])).toBe(String(big));
        const { Attributes: attributes } = parseJson(written.otel) as { Attributes: Values };
        expect(exact(attributes)).toBe(exact(fields));
        const { labels } = parseJson(written.ecs) as { labels: Values };
        expect(exactly(labels)).toEqual(
          exactly(flat(fields, (outer, inner) => `${outer}_${inner.replaceAll('.', '_')}`)),
        );
        const dotted = exactly(flat(fields, (outer, inner) => `${outer}.${inner}`));
        expect(exactly(written.json2)).toEqual(dotted);
        expect(exactly(written.protobuf)).toEqual(dotted);
        expect(written.text).toContain(` big=${big} `);
      }),
      { numRuns: 200 },
    );
  });

  class Order {
    readonly id = 7;
    readonly #secret = 1;
    get total(): number {
      return this.#secret;
    }
  }
  const throwing = { ok: 1, get bad(): never { throw new Error('no'); } }; // prettier-ignore

  it.each<[string, unknown, unknown]>([
    ['a Map', new Map<unknown, unknown>([['a', 1n], [2, new Set([3])]]), { a: 1, 2: [3] }], // prettier-ignore
    ['a Set', new Set(['a', 1]), ['a', 1]],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid Date', new Date(NaN), null],
    ['a RegExp', /a+/gi, '/a+/gi'],
    ['a URL', new URL('https://shop.test/a'), 'https://shop.test/a'],
    ['a Buffer', Buffer.from('abc'), '[Buffer of 3 bytes]'],
    ['a typed array', new Float64Array(2), '[Float64Array of 16 bytes]'],
    ['an ArrayBuffer', new ArrayBuffer(8), '[ArrayBuffer of 8 bytes]'],
    ['a Blob', new Blob(['abc']), '[Blob of 3 bytes]'],
    ['a Promise', Promise.resolve(1), '[Promise]'],
    ['a WeakMap', new WeakMap(), '[WeakMap]'],
    ['an error', new RangeError('too much'), expect.objectContaining({ type: 'RangeError', message: 'too much' })],
    ['an instance of a class', new Order(), { id: 7 }],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a function', function place() {}, '[Function: place]'],
    ['a getter that throws', throwing, { ok: 1, bad: 'something that cannot be read' }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['a boxed number', Object(7), 7],
    ['a boxed bigint', Object(7n), 7],
    ['not a number', [Number.NaN, Number.POSITIVE_INFINITY], [null, null]],
    ['an own __proto__', JSON.parse('{"__proto__":{"a":1},"b":2}'), { b: 2 }],
  ])('%s', (_what, value, expected) => {
    const { json } = everyFormat((logger) => logger.info('line', { value }));
    expect(JSON.parse(json)).toMatchObject({ fields: { value: expected } });
  });

  it('is an empty list over OTLP if it is an empty list', () => {
    const { json2, protobuf } = everyFormat((logger) => logger.info('line', { none: [], empty: new Set() }));
    expect([json2, protobuf]).toEqual([
      { none: [], empty: [] },
      { none: [], empty: [] },
    ]);
  });

  it('that is a bigint beyond 64 bits is text over OTLP', () => {
    const { protobuf } = everyFormat((logger) =>
      logger.info('line', { most: 2n ** 63n - 1n, least: -(2n ** 63n), more: 2n ** 63n, list: [1n, 2n ** 62n] }),
    );
    expect(protobuf).toEqual({
      most: 2n ** 63n - 1n,
      least: -(2n ** 63n),
      more: '9223372036854775808',
      list: [1, 2n ** 62n],
    });
  });
});

describe('a value as the whole message', () => {
  it.each<[string, unknown, object]>([
    ['a Map', new Map([['a', 1]]), { message: '', fields: { a: 1 } }],
    ['an empty Map', new Map(), { message: '[Map]' }],
    ['a Set', new Set([1]), { message: '', fields: { arguments: [[1]] } }],
    ['a Date', new Date(0), { message: '1970-01-01T00:00:00.000Z' }],
    ['a RegExp', /a/, { message: '/a/' }],
    ['a URL', new URL('https://shop.test/a'), { message: 'https://shop.test/a' }],
    ['a Buffer', Buffer.from('abc'), { message: '[Buffer of 3 bytes]' }],
    ['a Promise', Promise.resolve(), { message: '[Promise]' }],
    ['an object with toJSON', { toJSON: () => ({ id: 7n }), internal: 1 }, { message: '', fields: { id: 7 } }],
    ['an empty object', {}, { message: '[Object]' }],
    ['an instance without fields', new (class Order {})(), { message: '[Order]' }],
    ['a bigint', 2n ** 64n, { message: '18446744073709551616' }],
  ])('%s', (_what, message, expected) => {
    for (const log of [(logger: Logger) => logger.info(message), (logger: Logger) => logger.error(message, 'Orders')]) {
      const { timestamp: _at, ...line } = JSON.parse(everyFormat(log).json) as { timestamp: string };
      expect(line).toMatchObject(expected);
    }
  });
});
