import { Logger } from 'nestjs-telemetry';
import { logInto } from './log-lines.js';

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

  it('hides what a toJSON, a Map and a Set tell, and leaves out what hangs on an error', () => {
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
      error: { type: 'Error', message: 'x', cause: { message: 'y' } },
      when: '1970-01-01T00:00:00.000Z',
      bytes: '[Uint8Array of 3 bytes]',
    });
    expect(told['error']).not.toHaveProperty('token');
    expect(JSON.stringify(told)).not.toMatch(/"[tsk]"/);
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
