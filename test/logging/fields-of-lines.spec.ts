import { createDestination } from '../../lib/logging/destinations/create-destination.js';
import { Logger } from '../../lib/logging/logger.js';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import type { LogFormat } from '../../lib/options/names.js';
import { resolveOptions } from '../../lib/telemetry.options.js';

async function writing(format: LogFormat = 'json') {
  const written: string[] = [];
  const options = resolveOptions({
    service: { name: 'shop' },
    logging: { format, destination: { write: (line: string) => written.push(line) } as never },
  });
  const logger = new Logger(createRootLogger(options, await createDestination(options)));
  const last = () => written.at(-1) ?? '';
  return { logger, last, fields: () => (JSON.parse(last()) as { fields: Record<string, unknown> }).fields };
}

describe('a field named error', () => {
  it.each<[string, unknown, unknown]>([
    ['a text', 'gone', { message: 'gone' }],
    ['an empty text', '', { message: '' }],
    ['a number', 42, { message: '42' }],
    ['a big integer', 42n, { message: '42' }],
    ['a boolean', false, { message: 'false' }],
    ['a symbol', Symbol('s'), { message: 'Symbol(s)' }],
    ['a date', new Date(0), { message: '1970-01-01T00:00:00.000Z' }],
    ['a function', function gone() {}, { message: '[Function: gone]' }],
    ['a list', ['gone', { code: 1 }], { errors: [{ message: 'gone' }, { code: 1 }] }],
    ['an object', { code: 1 }, { code: 1 }],
    ['an error', new RangeError('gone'), expect.objectContaining({ type: 'RangeError', message: 'gone' })],
    ['null', null, null],
    ['secret text', 'password=hunter2', { message: 'password=[REDACTED]' }],
  ])('is an object for %s', async (_what, error, expected) => {
    const { logger, fields } = await writing();
    for (const name of ['error', 'err']) {
      logger.info('Failed', { [name]: error });
      expect(fields()).toEqual({ [name]: expected });
    }
    logger.withField('error', error).info('Failed');
    expect(fields()).toEqual({ error: expected });
  });

  it('has the same shape in every format', async () => {
    const otel = await writing('otel');
    otel.logger.info('Failed', { error: 'gone' });
    expect(JSON.parse(otel.last())).toMatchObject({ Attributes: { error: { message: 'gone' } } });
    const ecs = await writing('ecs');
    ecs.logger.info('Failed', { error: 'gone' });
    expect(JSON.parse(ecs.last())).toMatchObject({ labels: { error_message: 'gone' } });
    const text = await writing('text');
    text.logger.info('Failed', { error: 'gone' });
    expect(text.last()).toContain('error={"message":"gone"}');
  });
});

describe('a line', () => {
  const SOURCE = 'the source of a function';
  function named(): string {
    return SOURCE;
  }
  class Named {
    read(): string {
      return SOURCE;
    }
  }

  it.each<[string, (logger: Logger) => void]>([
    ['as the message', (logger) => logger.info(named)],
    ['as an argument', (logger) => logger.info('called', named, 'Orders')],
    ['in fields', (logger) => logger.info('called', { named, deep: { list: [named, Named, () => SOURCE] } })],
    ['in a Map', (logger) => logger.info('called', { map: new Map<unknown, unknown>([['a', named]]) })],
    ['in a format', (logger) => logger.infof('%s %o %O %j', named, Named, [named], { named })],
    ['in a child', (logger) => logger.withFields({ named }).info('called')],
    ['as the cause of an error', (logger) => logger.error(new Error('called', { cause: named }))],
  ])('has the name of a function and not its source: %s', async (_where, log) => {
    for (const format of ['json', 'ecs', 'otel', 'text'] as const) {
      const { logger, last } = await writing(format);
      log(logger);
      expect(last()).toContain('[Function: named]');
      expect(last()).not.toContain('return');
      expect(last()).not.toContain(SOURCE);
    }
  });

  it('has no colours, in the message, in names, values, contexts and errors', async () => {
    const red = '\u001B[31mred\u001B[39m';
    for (const format of ['json', 'ecs', 'otel', 'text'] as const) {
      const { logger, last } = await writing(format);
      logger.error(red, { [red]: red, list: [{ [red]: red }] }, new Error(red, { cause: new Error(red) }), red);
      expect(last()).toContain('red');
      // oxlint-disable-next-line no-control-regex
      expect(last()).not.toMatch(/\u001B|\\u001b|\\x1B|\[31m|\[39m/i);
    }
  });
});
