import { jest } from '@jest/globals';
import { Logger, type LoggingOptions } from 'nestjs-telemetry';
import { LogLevels } from '../../../lib/logging/levels/log-levels.js';
import { logInto } from '../log-lines.js';

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-11-22T08:30:00Z') });
});
afterEach(() => {
  jest.useRealTimers();
});

function loggerWith(logging: LoggingOptions = {}) {
  const { root, lines } = logInto(logging);
  return { root, logger: new Logger(root), messages: () => lines().map(({ message }) => message) };
}

describe('levels by context', () => {
  it('come from the options, and hold for contexts from arguments, from children and in fields', () => {
    const { root, logger, messages } = loggerWith({ level: 'warn', levels: { Orders: 'debug', Noisy: 'error' } });
    logger.debug('argument', 'Orders');
    logger.debug('argument of another', 'Users');
    logger.debug('argument', { id: 1 }, 'Orders');
    logger.child('Orders').withField('a', 1).debug('child');
    logger.child('Users').info('child of another');
    logger.child('Noisy').warn('quiet child');
    logger.child('Orders').debug('its argument counts', 'Users');
    root.debug({ context: 'Orders' }, 'field');
    root.child({ context: 'Orders' }).debug("pino's child");
    root.child({ context: 'Users' }).info("another of pino's children");
    logger.warn('general');
    expect(messages()).toEqual(['argument', 'argument', 'child', 'field', "pino's child", 'general']);
  });

  it('take no stack of Nest for a context', () => {
    const { logger, messages } = loggerWith({ level: 'silent', levels: { Orders: 'error' } });
    logger.error('with context', 'Error: no\n    at somewhere', 'Orders');
    logger.error('without', 'Error: no\n    at somewhere');
    expect(messages()).toEqual(['with context']);
  });

  it.each(['silent', 'fatal'] as const)('of %s let nothing below through', (level) => {
    const { logger, messages } = loggerWith({ level });
    logger.error('error');
    logger.fatal('fatal');
    expect(messages()).toEqual(level === 'fatal' ? ['fatal'] : []);
  });
});

describe('setLevel', () => {
  it('changes the level of all, children made before included', () => {
    const { root, logger, messages } = loggerWith();
    const child = logger.child('Orders');
    const pinoChild = root.child({ context: 'Users' });
    child.debug('before');
    logger.setLevel('debug');
    child.debug('after');
    pinoChild.debug("pino's");
    logger.setLevel('error');
    child.warn('later');
    expect(messages()).toEqual(['after', "pino's"]);
  });

  it('reverts after its time, each context by itself', () => {
    const { logger, messages } = loggerWith({ levels: { Users: 'warn' } });
    logger.setLevel('debug', { context: 'Orders', forMs: 60_000 });
    logger.setLevel('verbose', { context: 'Users', forMs: 120_000 });
    expect(logger.levels()).toEqual({
      level: 'info',
      contexts: {
        Users: { level: 'verbose', revertsAt: '2026-11-22T08:32:00.000Z' },
        Orders: { level: 'debug', revertsAt: '2026-11-22T08:31:00.000Z' },
      },
    });
    logger.debug('one', 'Orders');
    jest.advanceTimersByTime(60_000);
    logger.debug('two', 'Orders');
    logger.debug('three', 'Users');
    jest.advanceTimersByTime(60_000);
    logger.info('four', 'Users');
    logger.info('five', 'Orders');
    expect(messages()).toEqual(['one', 'three', 'five']);
    expect(logger.levels()).toEqual({ level: 'info', contexts: { Users: { level: 'warn' } } });
  });

  it('for good ends one for a time, and one for a time replaces another', () => {
    const { logger } = loggerWith();
    logger.setLevel('debug', { forMs: 1_000 });
    logger.setLevel('verbose', { forMs: 5_000 });
    jest.advanceTimersByTime(2_000);
    expect(logger.levels().level).toBe('verbose');
    logger.setLevel('warn');
    jest.advanceTimersByTime(10_000);
    expect(logger.levels()).toEqual({ level: 'warn', contexts: {} });
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([0, -1, Number.NaN, 2 ** 31])('refuses to last for %p ms', (forMs) => {
    const { logger } = loggerWith();
    expect(() => logger.setLevel('debug', { forMs })).toThrow(RangeError);
    expect(logger.levels().level).toBe('info');
  });

  it('refuses a level that does not exist', () => {
    expect(() => loggerWith().logger.setLevel('trace' as never)).toThrow('There is no level trace');
  });
});

describe('a debug line that is not written', () => {
  it('is not looked at, though another context writes its own', () => {
    const { logger, messages } = loggerWith();
    logger.setLevel('debug', { context: 'Orders' });
    const costly = {
      get field(): never {
        throw new Error('was read');
      },
    };
    const read = jest.fn();
    const watched = new Proxy(costly, { ownKeys: () => (read(), []) });
    logger.debug('other', watched, 'Users');
    expect(read).not.toHaveBeenCalled();
    expect(messages()).toEqual([]);
  });

  it('needs no look at the context where levels do not differ', () => {
    const levels = new LogLevels('info');
    expect(levels.differ).toBe(false);
    levels.set('debug', { context: 'Orders', forMs: 1_000 });
    expect(levels.differ).toBe(true);
    jest.advanceTimersByTime(1_000);
    expect(levels.differ).toBe(false);
    expect(levels.mayWrite(20)).toBe(false);
  });
});

describe('levels of contexts', () => {
  it('are bounded; one that has a level can still change', () => {
    const levels = new LogLevels('info');
    const set = (context: string): void => levels.set('debug', { context });
    for (let n = 0; n < 1_000; n++) set(`context ${n}`);
    expect(() => set('one more')).toThrow(/1000 contexts have a level/);
    expect(() => set('context 7')).not.toThrow();
    expect(Object.keys(levels.read().contexts)).toHaveLength(1_000);
  });
});
