import { runInNewContext } from 'node:vm';
import { AxiosError, AxiosHeaders } from 'axios';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { QueryFailedError } from 'typeorm';
import { describeBriefly, describeError } from '../../../lib/conventions/errors/described-error.js';
import { errorChain } from '../../../lib/conventions/errors/error-chain.js';
import { DRIVER_MESSAGES, MYSQL, PG } from './driver-messages.corpus.js';

const SECRET = 'SECRET';

const errorWith = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

class DatabaseError extends Error {
  override readonly name = 'error';
  readonly severity = 'ERROR';
  readonly code = '23505';
  readonly detail = `Key (email)=(${SECRET}) already exists.`;
  readonly table = 'users';
  readonly constraint = 'users_email_key';
  readonly where = SECRET;
}

function axiosError(): AxiosError {
  const config = {
    method: 'post',
    url: `/x?q=${SECRET}`,
    baseURL: 'http://api.test:8080/v1',
    headers: new AxiosHeaders({ authorization: SECRET }),
    data: SECRET,
    auth: { username: 'a', password: SECRET },
  };
  const response = { status: 403, statusText: '', headers: { 'set-cookie': [SECRET] }, data: SECRET, config };
  const request = { _header: `POST / HTTP/1.1\r\nX-Note: ${SECRET}` };
  return new AxiosError('Request failed with status code 403', 'ERR_BAD_REQUEST', config, request, response);
}

describe('the message of a driver', () => {
  it.each(DRIVER_MESSAGES)('%j: %s', (fields, message, shown) => {
    const described = describeError(errorWith(message, fields));
    expect(described.message).toBe(shown);
    expect(JSON.stringify(described)).not.toContain(SECRET);
    expect(describeBriefly(errorWith(message, fields)).message).toBe(shown);
  });
});

describe('what hangs on an error', () => {
  const postgres = new DatabaseError('duplicate key value violates unique constraint "users_email_key"');

  it('is left out but for harmless fields', () => {
    const described = describeError(postgres);
    expect(described).toEqual({
      type: 'DatabaseError',
      message: 'duplicate key value violates unique constraint "users_email_key"',
      code: '23505',
      severity: 'ERROR',
      table: 'users',
      constraint: 'users_email_key',
      stack: expect.stringMatching(/^DatabaseError: duplicate key .*\n {4}at /),
    });
  });

  it.each<[string, object, object]>([
    ['mysql2', errorWith('x', { ...MYSQL, errno: 1062, sql: SECRET, sqlMessage: SECRET }), { errno: 1062, sqlState: '23000' }],
    ['axios', axiosError(), { type: 'AxiosError', code: 'ERR_BAD_REQUEST', status: 403, method: 'POST', host: 'api.test:8080' }],
    ['ioredis', errorWith('WRONGPASS invalid', { name: 'ReplyError', command: { name: 'auth', args: [SECRET] } }), { type: 'ReplyError', command: 'auth' }],
    ['MongoDB', errorWith('x', { name: 'MongoServerError', code: 11_000, codeName: 'DuplicateKey', keyValue: { a: SECRET } }), { code: 11_000, codeName: 'DuplicateKey' }],
    ['got', errorWith('x', { name: 'HTTPError', options: { method: 'GET', url: new URL(`http://h.test/?t=${SECRET}`) }, response: { statusCode: 500, body: SECRET } }), { status: 500, method: 'GET', host: 'h.test' }],
    ['gRPC', errorWith('5 NOT_FOUND: no', { code: 5, details: SECRET, metadata: { a: SECRET } }), { code: 5 }],
    ['Node', errorWith('connect ECONNREFUSED', { code: 'ECONNREFUSED', errno: -111, syscall: 'connect', address: '127.0.0.1', port: 1 }), { errno: -111, syscall: 'connect', address: '127.0.0.1', port: 1 }],
    ['TypeORM', new QueryFailedError(`SELECT '${SECRET}'`, [SECRET], postgres), { type: 'QueryFailedError', table: 'users', cause: { type: 'DatabaseError' } }],
    ['Drizzle', new DrizzleQueryError('select $1', [SECRET], postgres), { message: 'Failed query: select $1', cause: { code: '23505' } }],
    ['HttpException', errorWith('Bad Request', { status: 400, response: { message: [SECRET] } }), { status: 400 }],
  ])('%s', (_what, error, expected) => {
    const described = describeError(error);
    expect(described).toMatchObject(expected);
    expect(JSON.stringify(described)).not.toContain(SECRET);
  }); // prettier-ignore

  it('does not make an error of a client large', () => {
    expect(sizeOf(describeError(axiosError()))).toBeLessThan(1_500);
  });
});

describe('a stack', () => {
  it('has the message without data, and frames alone', () => {
    const error = errorWith(`invalid input syntax for type integer: "${SECRET}"`, PG);
    error.stack += `\n\nprevious Error: ${SECRET}\n    at other (/a.js:1:2)`;
    const { stack } = describeError(error);
    expect(stack).not.toContain(SECRET);
    expect(stack).toMatch(/^Error: invalid input syntax for type integer: "\?"\n {4}at /);
    expect(stack).toContain('    at other (/a.js:1:2)');
  });

  it('has no lines of the message that look like frames', () => {
    const error = errorWith(`x\n    at forged (${SECRET})`);
    expect(describeError(error).stack?.match(/forged/g)).toHaveLength(1);
  });

  it('has no source text of a syntax error', () => {
    let thrown: unknown;
    try {
      runInNewContext(`const password = '${SECRET}' oops`);
    } catch (error) {
      thrown = error;
    }
    expect(describeError(thrown)).toMatchObject({ type: 'SyntaxError' });
    expect(describeError(thrown).stack).not.toContain(SECRET);
  });

  it('counts the frames that it shares with the outer error', () => {
    const cause = new Error('inner');
    const described = describeError(new Error('outer', { cause }));
    expect(described.cause?.stack).toMatch(/^Error: inner\n[^]* {4}\.\.\. \d+ more$/);
  });
});

describe('causes and errors', () => {
  it('are described by the same rule', () => {
    const error = new AggregateError([axiosError(), SECRET.toLowerCase()], 'all failed', {
      cause: Object.assign(new TypeError('bad'), { config: SECRET }),
    });
    expect(describeError(error)).toMatchObject({
      type: 'AggregateError',
      cause: { type: 'TypeError', message: 'bad' },
      errors: [{ type: 'AxiosError', status: 403 }, { type: 'string' }],
    });
    expect(JSON.stringify(describeError(error))).not.toContain(SECRET);
  });

  it('are bounded in depth, number and bytes, and end in circles', () => {
    const deep = Array.from({ length: 50 }).reduce<Error>(
      (cause) => new Error('x'.repeat(5_000), { cause }),
      new Error('0'),
    );
    const many = new AggregateError(
      Array.from({ length: 10_000 }, () => new Error('\u0000'.repeat(2_000))),
      'many',
    );
    const circle = new Error('round');
    circle.cause = circle;
    const two = [new Error('a'), new Error('b')] as const;
    two[0].cause = two[1];
    two[1].cause = two[0];
    for (const error of [deep, many, circle, two[0]]) expect(sizeOf(describeError(error))).toBeLessThan(7_000);
    expect(describeError(circle)).not.toHaveProperty('cause');
    expect(describeError(two[0]).cause).not.toHaveProperty('cause');
    expect(describeError(many).errors?.at(-1)?.message).toMatch(/^\[\d+ more\]$/);
    expect(describeError(new Error('é'.repeat(2_000))).message).toMatch(/é…\[\+\d+ bytes\]$/);
  });

  it('are found under the names that libraries give them', () => {
    const inner = new Error('inner');
    for (const name of ['cause', 'driverError', 'previous', 'originalError', 'original', 'parent']) {
      expect(errorChain(errorWith('outer', { [name]: inner }))).toEqual([expect.any(Error), inner]);
    }
    expect(errorChain(errorWith('x', { parent: { child: 1 } }))).toHaveLength(1);
  });
});

describe('anything else that is thrown', () => {
  const refusing = () => {
    throw new Error('no');
  };

  it.each<[string, unknown, object]>([
    ['a text', 'x', { type: 'string', message: 'x' }],
    ['undefined', undefined, { type: 'undefined', message: 'undefined' }],
    ['null', null, { type: 'object', message: 'null' }],
    ['a number', 7, { type: 'number', message: '7' }],
    ['a function', function named() {}, { type: 'function', message: '[Function: named]' }],
    ['an object', { message: 'm', token: SECRET }, { type: 'Object', message: 'm' }],
    ['a proxy', new Proxy({}, { get: refusing, has: refusing, getPrototypeOf: refusing, ownKeys: refusing }), { type: 'Error' }],
    ['a getter', Object.defineProperty(new Error('x'), 'message', { get: refusing }), { type: 'Error' }],
    ['a frozen error', Object.freeze(new RangeError('cold')), { type: 'RangeError', message: 'cold' }],
    ['another realm', runInNewContext('new TypeError("far")'), { type: 'TypeError', message: 'far' }],
    ['a name that is a text', errorWith('x', { name: `password: ${SECRET} and more!` }), { type: 'Error' }],
    ['a code that is a text', errorWith('x', { code: `it was ${SECRET}!` }), { type: 'Error' }],
    ['colours', errorWith('\u001B[31mred\u001B[39m \u001B]8;;http://x\u0007link'), { message: 'red link' }],
    ['errors that are none', errorWith('x', { errors: 'y', cause: 0 }), { message: 'x', cause: { message: '0' } }],
  ])('%s', (_what, thrown, expected) => {
    expect(describeError(thrown)).toMatchObject(expected);
    expect(JSON.stringify(describeError(thrown))).not.toContain(SECRET);
  }); // prettier-ignore
});
