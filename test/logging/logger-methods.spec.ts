import { Logger } from 'nestjs-telemetry';
import { logInto } from './log-lines.js';

function open(options: Parameters<typeof logInto>[0] = { level: 'debug' }) {
  const { root, lines } = logInto(options);
  const reported: string[] = [];
  const logger = new Logger(root, undefined, undefined, (what) => reported.push(what));
  return { root, logger, lines, reported, last: () => lines().at(-1) };
}

describe('printf', () => {
  it.each(['debug', 'info', 'warn', 'error', 'fatal'] as const)('%sf writes at its level', (level) => {
    const { logger, last } = open();
    logger[`${level}f`]('%s is %d of %i, %j', 'this', 1.5, 3.7, { a: [1] });
    expect(last()).toMatchObject({ level, message: 'this is 1.5 of 3, {"a":[1]}' });
  });

  it('keeps an error with its stack, and only its text in the message', () => {
    const { logger, last } = open();
    logger.errorf('no luck: %s', new RangeError('too much'));
    expect(last()).toMatchObject({
      message: 'no luck: RangeError: too much',
      error: { type: 'RangeError', message: 'too much', stack: expect.stringContaining('logger-methods') },
    });
  });

  it('panicf flushes and throws', () => {
    const { root, logger, lines } = open();
    let flushed = 0;
    root.flush = () => flushed++;
    expect(() => logger.panicf('%d left', 0)).toThrow(new Error('0 left'));
    const error = new TypeError('mine');
    expect(() => logger.panicf('%s', error)).toThrow(error);
    expect(flushed).toBe(2);
    expect(lines().map((line) => line.level)).toEqual(['fatal', 'fatal']);
  });

  it('hides secrets in what it formats', () => {
    const { logger, last } = open();
    logger.infof('%o %j', { token: 'hunter2' }, [{ password: 'hunter2' }]);
    expect(last()?.message).not.toContain('hunter2');
    expect(last()?.message).toContain('[REDACTED]');
  });

  it('never throws', () => {
    const { logger, lines } = open();
    const ugly = new Proxy({}, { get: () => { throw new Error('no'); } }); // prettier-ignore
    logger.infof('%s %o', ugly, ugly);
    logger.infof(undefined as never);
    expect(lines()).toHaveLength(2);
  });
});

describe('events by hand', () => {
  it.each<[string, (logger: Logger) => void, object]>([
    [
      'httpRequest',
      (logger) => logger.httpRequest('GET', '/users/1', 200, 50),
      {
        level: 'info',
        fields: { event: 'http_request', method: 'GET', url: '/users/1', status_code: 200, duration_ms: 50 },
      },
    ],
    [
      'a failed httpRequest',
      (logger) => logger.httpRequest('GET', '/users/1', 503, 50),
      { level: 'error', fields: { event: 'http_request', status_code: 503 } },
    ],
    [
      'databaseQuery',
      (logger) => logger.databaseQuery('SELECT * FROM users WHERE id = ?', 10),
      {
        level: 'info',
        message: 'Database query executed',
        fields: { event: 'db_query', query: 'SELECT * FROM users WHERE id = ?', duration_ms: 10 },
      },
    ],
    [
      'a failed databaseQuery',
      (logger) => logger.databaseQuery('SELECT 1', 10, new RangeError('gone')),
      { level: 'error', message: 'Database query failed', error: { type: 'RangeError', message: 'gone' } },
    ],
    [
      'cacheOperation',
      (logger) => logger.cacheOperation('GET', 'user:123', 1, true),
      {
        message: 'Cache operation completed',
        fields: { event: 'cache_operation', operation: 'GET', duration_ms: 1, hit: true },
      },
    ],
    [
      'businessOperation',
      (logger) => logger.businessOperation('checkout', 7),
      {
        message: 'Business operation completed',
        fields: { event: 'business_operation', operation: 'checkout', duration_ms: 7 },
      },
    ],
    [
      'a failed businessOperation',
      (logger) => logger.businessOperation('checkout', 7, 'sold out'),
      { level: 'error', message: 'Business operation failed', fields: { error: { message: 'sold out' } } },
    ],
  ])('%s', (_what, log, expected) => {
    const { logger, lines, last } = open();
    log(logger.child('Hand').withField('own', 1));
    expect(lines()).toHaveLength(1);
    expect(last()).toMatchObject({ context: 'Hand', ...expected });
    expect(last()?.['fields']).toMatchObject({ own: 1 });
  });
});

it('assign outside a unit of work says so and does nothing', () => {
  const { logger, last, reported } = open();
  logger.child('x').assign({ a: 1 });
  expect(reported).toEqual([expect.stringContaining('outside a request')]);
  logger.info('hi');
  expect(last()).not.toHaveProperty('fields');
});

describe('the caller', () => {
  it('is in each line on request, with file, line and function', () => {
    const { logger, last } = open({ caller: true });
    function placeOrder(): void {
      logger.child('Orders').infof('placed %d', 1);
    }
    placeOrder();
    expect(last()?.['caller']).toEqual({
      file: expect.stringMatching(/logger-methods\.spec\.[jt]s$/),
      line: expect.any(Number),
      function: 'placeOrder',
    });
  });

  it('is in none otherwise', () => {
    const { logger, last } = open();
    logger.info('hi');
    expect(last()).not.toHaveProperty('caller');
  });
});

describe('what reaches pino by another way', () => {
  it('has the same shape', () => {
    const { root, last } = open();
    root.info({ err: new TypeError('odd'), id: 7, level: 'mine', token: 'hunter2' }, 'x?token=hunter2');
    expect(last()).toMatchObject({
      level: 'info',
      message: 'x?token=[REDACTED]',
      error: { type: 'TypeError' },
      fields: { id: 7, level: 'mine', token: '[REDACTED]' },
    });
    root.child({ job: { password: 'hunter2' } }).warn('from a child');
    expect(last()).toMatchObject({ level: 'warn', job: { password: '[REDACTED]' } });
  });
});
