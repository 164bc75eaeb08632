import { LOG_EVENTS } from '../../lib/conventions/index.js';
import { lineFormat } from '../../lib/logging/formats/line-format.js';
import { parseLine } from '../../lib/logging/line/parse-line.js';

const write = lineFormat('text', { colours: false, service: false });

function text(message: string, fields: object, more: object = {}): string {
  const line = { level: 'info', timestamp: '2026-01-02T03:04:05.678Z', message, fields, ...more };
  return write(parseLine(JSON.stringify(line)))
    .slice('03:04:05.678 INFO    '.length)
    .trimEnd();
}

const REQUEST = {
  event: 'http_request',
  method: 'GET',
  url: '/users/1',
  route: '/users/:id',
  status_code: 200,
  duration_ms: 20.533,
  response_size_bytes: 56,
  client_address: '127.0.0.1',
};

describe('the line of a finished operation, as text', () => {
  it('says each fact of a request once', () => {
    expect(text('GET /users/:id 200', REQUEST)).toBe('GET /users/:id 200 20.5 ms 56 B url=/users/1');
  });

  it.each([
    ['a route without parameters', 'GET /users 200', { ...REQUEST, url: '/users', route: '/users' }, 'GET /users 200'],
    ['no route', 'GET /nope 404', { ...REQUEST, url: '/nope', route: undefined, status_code: 404 }, 'GET /nope 404'],
  ])('does not repeat the path of %s', (_what, message, fields, said) => {
    expect(text(message, fields)).toBe(`${said} 20.5 ms 56 B`);
  });

  it('stays below 110 characters for a usual route, with its time, service and trace', () => {
    const fields = { ...REQUEST, url: '/orders/1234/items', route: '/orders/:id/items' };
    const line = text('GET /orders/:id/items 200', fields, { trace_id: 'a'.repeat(32) });
    expect(`03:04:05.678 INFO    gateway ${line}`.length).toBeLessThan(110);
  });

  it('names a client that is not on this machine', () => {
    expect(text('GET /users/:id 200', { ...REQUEST, client_address: '203.0.113.7' })).toContain(' from 203.0.113.7 ');
    expect(text('GET /users/:id 200', { ...REQUEST, client_address: '::1' })).not.toContain('from');
  });

  it.each([
    [0, '0.00 ms'],
    [9.876, '9.88 ms'],
    [999.94, '999.9 ms'],
    [61_500, '61.50 s'],
  ])('writes a duration of %d ms with its unit', (duration, expected) => {
    expect(text('GET / 200', { event: 'http_request', duration_ms: duration })).toBe(`GET / 200 ${expected}`);
  });

  it('keeps numbers that are equal by chance', () => {
    const fields = { ...REQUEST, duration_ms: 200, response_size_bytes: 200 };
    expect(text('GET /users/:id 200', fields)).toBe('GET /users/:id 200 200.0 ms 200 B url=/users/1');
  });

  it('says the words of a query once', () => {
    const fields = { event: 'db_query', query: 'SELECT users', system: 'sqlite', operation: 'SELECT', table: 'users' };
    expect(text('Database query failed', { ...fields, duration_ms: 0.65 })).toBe(
      'Database query failed 0.65 ms query="SELECT users" system=sqlite',
    );
  });

  it('says host and path of an outgoing request once', () => {
    const fields = { event: 'http_client_request', method: 'GET', url: 'https://api.example.com/users?q=REDACTED' };
    expect(text('GET api.example.com/users 503', { ...fields, status_code: 503, duration_ms: 12 })).toBe(
      'GET api.example.com/users 503 12.0 ms',
    );
  });

  it('says the type of an error once', () => {
    const fields = { event: 'db_query', error_type: '42P01' };
    const error = { type: 'DatabaseError', message: 'no table', code: '42P01' };
    expect(text('Database query failed', fields, { error })).toBe(
      'Database query failed\n    DatabaseError: no table (42P01)',
    );
    expect(text('Database query failed', fields)).toBe('Database query failed error_type=42P01');
    expect(text('GET a.b/x 404', { event: 'http_client_request', error_type: '404' })).toBe('GET a.b/x 404');
  });

  it('keeps the fields of the application, also those that the message repeats', () => {
    expect(text('GET /users/:id 200', { ...REQUEST, tenant: '200', user: 'GET' })).toMatch(/ tenant=200 user=GET$/);
    expect(text('done', { event: 'import', duration_ms: 5 })).toBe('done event=import duration_ms=5');
  });

  it('knows the lines of every kind of operation', () => {
    const operation = { name: 'x', labels: {}, attributes: {} };
    for (const { kind, describe: describeEvent } of LOG_EVENTS) {
      const outcome = { failed: false, facts: {}, durationMs: 1 };
      const { fields } = describeEvent({ ...operation, kind } as never, outcome);
      expect([kind, text('x', fields)]).toEqual([kind, expect.not.stringContaining('event=')]);
    }
  });

  it('escapes what would reach the terminal', () => {
    const fields = { event: 'http_request', client_address: '\u001B[2J', duration_ms: 1 };
    // oxlint-disable-next-line no-control-regex
    expect(text('GET /\r\nx 404', fields)).not.toMatch(/[\u0000-\u001F]/);
  });
});

describe('an error below its line, as text', () => {
  const cause = {
    type: 'DatabaseError',
    message: 'duplicate key',
    code: '23505',
    stack: 'DatabaseError: duplicate key',
  };

  it('has its causes, with and without stacks, and their codes', () => {
    const error = { type: 'Error', message: 'not saved', stack: 'Error: not saved\n    at a (b.js:1:1)', cause };
    const bare = { ...error, cause: { type: 'TypeError', message: 'at first' } };
    expect(text('Failed', {}, { error })).toBe(
      'Failed\n    Error: not saved\n        at a (b.js:1:1)\n    Caused by: DatabaseError: duplicate key (23505)',
    );
    expect(text('Failed', {}, { error: bare })).toMatch(/\n {4}Caused by: TypeError: at first$/);
  });

  it('has the errors that it collects', () => {
    const errors = [cause, { type: 'Error', message: 'connect ECONNREFUSED ::1:5432', code: 'ECONNREFUSED' }];
    expect(text('Failed', {}, { error: { type: 'AggregateError', message: '', errors } })).toMatch(
      /\n {4}AggregateError: \n {4}With: DatabaseError: duplicate key \(23505\)\n {4}With: Error: connect ECONNREFUSED ::1:5432$/,
    );
  });

  it('is its class alone where the message says the rest', () => {
    const error = { type: 'SqliteError', message: 'no such table: x' };
    expect(text('no such table: x', {}, { error })).toBe('no such table: x error=SqliteError');
    expect(text('no such table: x', {}, { error: { ...error, code: 'E1' } })).toBe(
      'no such table: x error=SqliteError code=E1',
    );
    expect(text('GET / 500', {}, { error })).toBe('GET / 500\n    SqliteError: no such table: x');
  });

  it('may be a field with a stack', () => {
    const error = { type: 'Error', message: 'broken', stack: 'Error: broken\n    at a (b.js:1:1)' };
    expect(text('Failed', { id: 7, error })).toBe('Failed id=7\n    Error: broken\n        at a (b.js:1:1)');
    expect(text('Failed', { error: { message: 'broken' } })).toBe('Failed error={"message":"broken"}');
  });

  it('escapes line breaks in messages and causes', () => {
    const forged = {
      type: 'Error',
      message: 'a\n12:00:00.000 INFO forged',
      stack: 'Error: a\n12:00:00.000 INFO forged',
    };
    expect(text('Failed', {}, { error: { ...forged, cause: forged } })).not.toMatch(/^12:00/m);
    expect(text('Failed', {}, { error: { ...forged, stack: undefined } })).not.toMatch(/^12:00/m);
  });
});
