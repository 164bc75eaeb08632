import { PassThrough } from 'node:stream';
import { Logger, type LoggingOptions } from 'nestjs-telemetry';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import { resolveOptions } from '../../lib/telemetry.options.js';

const KIB = 1024;

function log(logging: LoggingOptions = {}) {
  const written: string[] = [];
  const options = resolveOptions({ service: { name: 'shop' }, logging }, {});
  const root = createRootLogger(options, { write: (line: string) => void written.push(line) });
  const last = () => JSON.parse(written.at(-1) as string) as { message: string; fields: Record<string, unknown> };
  return { root, logger: new Logger(root), last, size: () => Buffer.byteLength(written.at(-1) as string) };
}

/** An object whose entry beyond `readable` may not be read. */
function guarded(count: number, readable: number): object {
  const object = {};
  for (let at = 0; at < count; at++) {
    const get = () => {
      if (at >= readable) throw new RangeError(`entry ${at} was read`);
      return at;
    };
    Object.defineProperty(object, `name${at}`, { enumerable: true, get });
  }
  return object;
}

const original = (shown: string): { kept: string; missing: number } => {
  const [, kept, missing] = /^(.*)…\[\+(\d+) bytes\]$/su.exec(shown) ?? [];
  return { kept: kept ?? '', missing: Number(missing) };
};

describe('a text that is too long', () => {
  it.each([
    ['ASCII', 'x'.repeat(1_000_000)],
    ['two bytes a character', 'é'.repeat(300_000)],
    ['surrogate pairs', '😀'.repeat(100_000)],
    ['surrogate pairs at an odd place', `a${'😀'.repeat(100_000)}`],
    ['control characters', '\u0001'.repeat(200_000)],
    ['half a pair', '\ud83d'.repeat(100_000)],
  ])('is cut between characters, and says how many bytes are missing: %s', (_, text) => {
    const { logger, last, size } = log();
    for (const shown of [
      () => (logger.info(text), last().message),
      () => (logger.info('m', { text }), last().fields['text'] as string),
      () => (logger.info('m', { deep: { list: [text] } }), (last().fields['deep'] as { list: string[] }).list[0]),
    ]) {
      const { kept, missing } = original(shown() ?? '');
      expect(text.toWellFormed().startsWith(kept)).toBe(true);
      expect(kept.length).toBeGreaterThan(2 * KIB);
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(16 * KIB);
      expect(Buffer.byteLength(kept) + missing).toBe(Buffer.byteLength(text));
      expect(size()).toBeLessThan(100 * KIB);
    }
  });

  it('is written whole when it has just the length that is allowed', () => {
    const { logger, last } = log();
    logger.info('x'.repeat(16 * KIB));
    expect(last().message).toBe('x'.repeat(16 * KIB));
    logger.info('x'.repeat(16 * KIB + 1));
    expect(last().message).toMatch(/…\[\+\d+ bytes\]$/);
  });

  it('shows no secret that begins before the cut and ends after it', () => {
    const { logger, last } = log();
    const secret = `Bearer ${'abcdefghij0123456789'.repeat(40)}`;
    for (let before = 16 * KIB - 400; before < 16 * KIB; before += 37) {
      logger.info(`${'. '.repeat(before / 2)}Authorization: ${secret}${' .'.repeat(5_000)}`);
      expect(last().message).not.toContain('abcdefghij');
    }
  });

  it('can be a name too', () => {
    const { logger, last } = log();
    logger.info('m', { ['n'.repeat(100_000)]: 1, deep: { ['n'.repeat(100_000)]: 2 } });
    expect(Object.keys(last().fields).map(({ length }) => length < 300)).toEqual([true, true]);
    expect(Object.keys(last().fields['deep'] as object)[0]?.length).toBeLessThan(300);
  });
});

describe('a value with too many entries', () => {
  function* endless() {
    for (let at = 0; ; at++) yield [`name${at}`, at] as const;
  }

  /** A Map or Set that never ends: whoever reads all of it hangs. */
  function endlessly<T extends Map<unknown, unknown> | Set<unknown>>(collection: T): T {
    Object.defineProperty(collection, Symbol.iterator, { value: endless });
    Object.defineProperty(collection, 'size', { value: 2_000_000 });
    return collection;
  }

  it.each([
    ['an object', guarded(20_000, 1_000), '[19000 more]'],
    ['a Map', endlessly(new Map()), '[1999000 more]'],
  ])('is not read beyond the limit: %s', (_, value, more) => {
    const { logger, last } = log();
    logger.info('m', { value });
    const shown = last().fields['value'] as Record<string, unknown>;
    expect(Object.keys(shown)).toHaveLength(1_001);
    expect(shown['…']).toBe(more);
    expect(shown['name999']).toBe(999);
  });

  it('is not read beyond the limit: a Set, a list', () => {
    const { logger, last } = log();
    logger.info('m', { set: endlessly(new Set()), list: Array.from({ length: 100_000 }, (_, at) => at) });
    expect((last().fields['set'] as unknown[]).at(-1)).toMatch(/^\[\d+ more\]$/);
    expect((last().fields['list'] as unknown[]).slice(998)).toEqual([998, 999, '[99000 more]']);
  });

  it.each([
    ['as fields', (logger: Logger, fields: object) => logger.info('m', fields)],
    ['as the message', (logger: Logger, fields: object) => logger.info(fields)],
    ['of a child', (logger: Logger, fields: object) => logger.withFields(fields as never).info('m')],
    ['through pino', (_: Logger, fields: object, root: ReturnType<typeof log>['root']) => root.info(fields, 'm')],
    ['among others', (logger: Logger, fields: object) => logger.info('m', { a: 1 }, fields)],
  ])('is not read beyond the limit: %s', (_, write) => {
    const { root, logger, last } = log();
    write(logger, guarded(20_000, 1_000), root);
    expect(last().fields['name999']).toBe(999);
    expect(Object.keys(last().fields).length).toBeLessThanOrEqual(1_002);
    expect(last().fields['…']).toBe('[19000 more]');
  });
});

describe('a line', () => {
  const large = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`name${at}`, 'x'.repeat(10_000)]));

  it.each([
    ['many long fields', large],
    ['many large values', { list: Array.from({ length: 900 }, () => ({ ...large })) }],
    ['text that grows in JSON', Object.fromEntries(Array.from({ length: 90 }, (_, at) => [at, '"'.repeat(9_000)]))],
    ['Maps in Maps', { map: new Map(Array.from({ length: 900 }, (_, at) => [at, new Map(Object.entries(large))])) }],
  ])('stays small, and valid JSON: %s', (_, fields) => {
    const { logger, last, size } = log();
    logger.error('x'.repeat(100_000), fields, new Error('y'.repeat(100_000)), 'Context');
    expect(size()).toBeLessThan(80 * KIB);
    expect(size()).toBeGreaterThan(20 * KIB);
    expect(last()).toMatchObject({ error: { type: 'Error' }, context: 'Context' });
  });

  it('has the limits that the options give', () => {
    const written: string[] = [];
    const options = resolveOptions({ service: { name: 'shop' }, limits: { valueBytes: 100, lineBytes: 1_000 } }, {});
    const logger = new Logger(createRootLogger(options, { write: (line: string) => void written.push(line) }));
    logger.info('x'.repeat(1_000), Object.fromEntries(Array.from({ length: 50 }, (_, at) => [at, 'y'.repeat(90)])));
    expect(written[0]).toContain(`"message":"${'x'.repeat(76)}…[+924 bytes]"`);
    expect(Buffer.byteLength(written[0] as string)).toBeLessThan(3_000);
  });

  it('is written of a stream, a buffer, a function', () => {
    const { logger, last, size } = log();
    logger.info('m', { stream: new PassThrough(), buffer: Buffer.alloc(1_000_000), call: endlessFunction() });
    expect(last().fields['buffer']).toBe('[Buffer of 1000000 bytes]');
    expect(size()).toBeLessThan(80 * KIB);
  });

  function endlessFunction(): () => string {
    // oxlint-disable-next-line no-new-func -- A function with a long source text.
    return new Function(`return "${'x'.repeat(500_000)}"`) as () => string;
  }
});
