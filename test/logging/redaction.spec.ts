import { Redactor } from '../../lib/conventions/redaction/redactor.js';
import { SecretNames } from '../../lib/conventions/redaction/secret-names.js';
import { Logger } from 'nestjs-telemetry';
import { logInto } from './log-lines.js';

describe('names of secrets', () => {
  const names = new SecretNames(['Tax-Number']);

  it.each(
    [
      'password PASSWORD pass_word userPassword passwordHash new-password db.password',
      'token accessToken refresh_token X-Auth-Token Authorization proxy-authorization',
      'cookie Set-Cookie api_key apiKey X-API-Key api.key client_secret secret http.request.header.set-cookie',
      'cardNumber card-number credit_card private_key secretAccessKey tax_number user.taxNumber',
    ].flatMap((names) => names.split(' ')),
  )('%s is one', (name) => expect(names.has(name)).toBe(true));

  it.each([
    'user',
    'tokens',
    'secretary',
    'number',
    'card',
    'passenger',
    'tokenizer',
    'http.route',
    'cookies_eaten',
    '',
  ])('%s is none', (name) => expect([names.has(name), names.has(name)]).toEqual([false, false]));
});

describe('text', () => {
  const redactor = new Redactor({ keys: [], paths: [] });

  it.each([
    ['/x?a=1&token=abc&b=2', '/x?a=1&token=[REDACTED]&b=2'],
    ['https://h/?api%5Fkey=abc#top', 'https://h/?api%5Fkey=[REDACTED]#top'],
    ['postgres://ada:hunter2@db:5432/x', 'postgres://[REDACTED]@db:5432/x'],
    ['password=abc user=ada', 'password=[REDACTED] user=ada'],
    ['token=abc', 'token=[REDACTED]'],
    ['/x?%E0%A4%A=1', '/x?%E0%A4%A=1'],
    ['mail ada@x.test about a=b', 'mail ada@x.test about a=b'],
    ['token: said aloud', 'token: said aloud'],
  ])('%s becomes %s', (text, shown) => expect(redactor.text(text)).toBe(shown));

  it('is read in time that grows with its length and no faster', () => {
    const start = process.cpuUsage().user;
    for (const part of ['=', '&', '?a=', '://', '://a:', 'x', ' =']) redactor.text(part.repeat(200_000));
    // Seconds, where it would be minutes; the machine's load does not count.
    expect(process.cpuUsage(undefined).user - start).toBeLessThan(20_000_000);
  });
});

describe('a line', () => {
  function write(fields: object, redact?: { paths?: string[] } | false) {
    const { root, lines } = logInto(redact === undefined ? {} : { redact });
    new Logger(root).info('hi', fields);
    return lines()[0]?.['fields'] as Record<string, unknown>;
  }

  it('leaves the caller’s objects as they are', () => {
    const inner = Object.freeze({ password: 'x', list: Object.freeze([Object.freeze({ token: 'y' })]) });
    expect(write({ inner })).toEqual({ inner: { password: '[REDACTED]', list: [{ token: '[REDACTED]' }] } });
    expect(inner).toEqual({ password: 'x', list: [{ token: 'y' }] });
  });

  it('hides the whole of what cannot be told, and keeps the rest', () => {
    const refusing = new Proxy({}, { ownKeys: () => { throw new Error('no'); } }); // prettier-ignore
    expect(write({ refusing, inner: { refusing, id: 7 }, toJSON: 1 })).toEqual({
      refusing: '[REDACTED]',
      inner: { refusing: '[REDACTED]', id: 7 },
      toJSON: 1,
    });
  });

  it('hides what a toJSON, a Map, a Set and an error’s own fields tell', () => {
    const error = Object.assign(new Error('x', { cause: Object.assign(new Error('y'), { secret: 's' }) }), {
      token: 't',
    });
    const told = write({
      json: { toJSON: () => ({ password: 'p' }) },
      map: new Map([['cookie', 'c']]),
      set: new Set([{ apiKey: 'k' }]),
      error,
      when: new Date(0),
      bytes: new Uint8Array(3),
    });
    expect(told).toMatchObject({
      json: { password: '[REDACTED]' },
      map: { cookie: '[REDACTED]' },
      set: [{ apiKey: '[REDACTED]' }],
      error: { type: 'Error', message: 'x', token: '[REDACTED]', cause: { message: 'y', secret: '[REDACTED]' } },
      when: '1970-01-01T00:00:00.000Z',
      bytes: '[Uint8Array of 3 bytes]',
    });
  });

  it('ends circles, depths and lengths', () => {
    const circle: Record<string, unknown> = { id: 1 };
    circle['self'] = circle;
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), { password: 'x' });
    const told = write({ circle, deep, long: Array.from({ length: 5_000 }, (_, at) => at) });
    expect(told['circle']).toEqual({ id: 1, self: '[Circular]' });
    expect(JSON.stringify(told['deep'])).toContain('[Object]');
    expect((told['long'] as unknown[]).at(-1)).toBe('[4000 more]');
    // The same object twice is no circle.
    const twice = { id: 2 };
    expect(write({ list: [twice, twice] })).toEqual({ list: [twice, twice] });
  });

  it('hides places', () => {
    const fields = { user: { email: 'a', name: 'b' }, items: [{ note: 'c', id: 1 }], email: 'd' };
    expect(write(fields, { paths: ['user.email', 'items[*].note'] })).toEqual({
      user: { email: '[REDACTED]', name: 'b' },
      items: [{ note: '[REDACTED]', id: 1 }],
      email: 'd',
    });
  });

  it('keeps errors readable where nothing is hidden', () => {
    expect(write({ inner: { error: new RangeError('x') }, password: 'p' }, false)).toMatchObject({
      inner: { error: { type: 'RangeError', message: 'x', stack: expect.any(String) } },
      password: 'p',
    });
  });
});
