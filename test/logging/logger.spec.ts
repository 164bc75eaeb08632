import { context as contextApi, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { Logger } from 'nestjs-telemetry';
import type { LoggingOptions } from '../../lib/options/logging.options.js';
import { logInto, type LogLine } from './log-lines.js';

contextApi.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

function open(options?: LoggingOptions): { logger: Logger; lines(): LogLine[]; last(): LogLine } {
  const { root, lines } = logInto(options);
  return { logger: new Logger(root), lines, last: () => lines().at(-1) as LogLine };
}

const LEVELS = ['verbose', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

describe('Logger', () => {
  it('writes who speaks, when, how loud and what', () => {
    const { logger, last } = open();
    logger.log('hello');
    expect(last()).toEqual({
      level: 'info',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      service: 'shop',
      version: '1',
      environment: 'test',
      message: 'hello',
    });
  });

  it.each([...LEVELS, 'silent' as const])('at level %s writes that and what is louder', (level) => {
    const { logger, lines } = open({ level });
    for (const each of LEVELS) logger[each](each);
    expect(lines().map((line) => line.level)).toEqual(level === 'silent' ? [] : LEVELS.slice(LEVELS.indexOf(level)));
    expect(lines().map((line) => line.message)).toEqual(lines().map((line) => line.level));
  });

  it('names its part of the application and its fields in every line', () => {
    const { logger, last } = open();
    logger.child('Orders').withField('id', 7).warn('late');
    expect(last()).toMatchObject({ context: 'Orders', fields: { id: 7 }, message: 'late' });
  });

  it('gives its fields to children, who add and replace, and keeps its own', () => {
    const { logger, last } = open();
    const parent = logger.withFields({ a: 1, b: 1 });
    parent.withFields({ b: 2 }).withField('c', 3).child('Deep').info('x', { c: 4, d: 5 });
    expect(last()).toMatchObject({ context: 'Deep', fields: { a: 1, b: 2, c: 4, d: 5 } });
    parent.info('y', 'Here');
    expect(last()).toMatchObject({ context: 'Here', fields: { a: 1, b: 1 } });
    logger.info('z');
    expect(last()).not.toHaveProperty('fields');
  });

  it.each<[string, (logger: Logger, error: Error) => unknown, string]>([
    ['the error that it is given', (logger, error) => logger.panic('over', { a: 1 }, error), 'over'],
    ['the error that is its message', (logger, error) => logger.panic(error), 'mine'],
  ])('panic logs as fatal, flushes and throws %s', (_which, panic, message) => {
    const { root, lines } = logInto();
    let flushed = 0;
    root.flush = () => flushed++;
    const error = new RangeError('mine');
    let caught: unknown;
    try {
      panic(new Logger(root), error);
    } catch (thrown) {
      caught = thrown;
    }
    expect(caught).toBe(error);
    expect(flushed).toBe(1);
    expect(lines()).toMatchObject([{ level: 'fatal', message, error: { type: 'RangeError', message: 'mine' } }]);
  });

  it.each<[unknown, string]>([
    ['no more disk', 'no more disk'],
    [{ message: 'inside' }, 'inside'],
    [undefined, 'undefined'],
  ])('panic with %p throws an Error with that message', (message, expected) => {
    const { logger } = open({ level: 'silent' });
    expect(() => logger.panic(message)).toThrow(new Error(expected));
  });

  it('joins a line to the trace in progress, and to none outside', () => {
    const { logger, last } = open();
    logger.info('outside');
    for (const field of ['trace_id', 'span_id', 'sampled']) expect(last()).not.toHaveProperty(field);
    const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
    const inside = trace.setSpanContext(ROOT_CONTEXT, spanContext);
    contextApi.with(inside, () => logger.info('inside', { trace_id: 'mine' }));
    expect(last()).toMatchObject({ trace_id: spanContext.traceId, span_id: spanContext.spanId, sampled: true });
    expect(last()['fields']).toEqual({ trace_id: 'mine' });
    const invalid = trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceId: '0'.repeat(32) });
    contextApi.with(invalid, () => logger.info('nowhere'));
    expect(last()).not.toHaveProperty('trace_id');
  });

  it('writes an error with its class, message, stack, code and causes', () => {
    const { logger, last } = open();
    const cause = new TypeError('the cause');
    logger.error('failed', Object.assign(new RangeError('too much', { cause }), { code: 'E_MUCH' }), 'Orders');
    expect(last()).toMatchObject({ message: 'failed', context: 'Orders', level: 'error' });
    expect(last()['error']).toMatchObject({
      type: 'RangeError',
      code: 'E_MUCH',
      message: expect.stringMatching('too much'),
    });
    expect((last()['error'] as { stack: string }).stack).toMatch(/RangeError: too much[^]+logger\.spec/);
    expect(last()['error']).toMatchObject({
      cause: { type: 'TypeError', message: 'the cause', stack: expect.stringMatching(/TypeError: the cause\n\s+at /) },
    });
  });
});

describe('a destination that fails', () => {
  const broken = (): never => {
    throw new Error('disk full');
  };
  it('costs the line and not the caller', async () => {
    const { root } = logInto();
    Object.assign(root, { info: broken, error: broken, fatal: broken, flush: broken });
    const logger = new Logger(root);
    expect(() => {
      logger.info('lost');
      logger.error('lost', new Error('x'));
      logger.fatal('lost');
      logger.flush();
    }).not.toThrow();
    expect(() => logger.panic('still thrown')).toThrow('still thrown');
  });
});
