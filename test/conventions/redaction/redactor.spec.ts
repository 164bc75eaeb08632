import { assert, property, string } from 'fast-check';
import { Redactor } from '../../../lib/conventions/redaction/redactor.js';
import { HARMLESS_NAMES, SECRET_NAMES } from './names.corpus.js';
import { TEXTS } from './texts.corpus.js';

const redactor = new Redactor({ keys: [], paths: [] });

describe('names', () => {
  it.each(SECRET_NAMES)('%s is secret', (name) =>
    expect([redactor.hides(name), redactor.hides(name)]).toEqual([true, true]),
  );

  it.each([...HARMLESS_NAMES, '', '…', '1'])('%s is harmless', (name) => expect(redactor.hides(name)).toBe(false));

  it('that come from data may be long', () => {
    expect(redactor.hides(`${'a'.repeat(1_000_000)}_password`)).toBe(true);
    expect(redactor.hides('a'.repeat(1_000_000))).toBe(false);
  });

  it('are further names as the application says, whole or as the last parts', () => {
    const further = new Redactor({ keys: ['Tax-Number', 'nick'], paths: [] });
    const names = ['tax_number', 'taxNumber', 'user.taxNumber', 'tax.number', 'nick'];
    expect(names.filter((name) => !further.hides(name))).toEqual([]);
    expect(['number', 'nickname', 'tax'].filter((name) => further.hides(name))).toEqual([]);
  });
});

describe('values', () => {
  it('that say whether or how many are no secrets', () => {
    const shown = { token: true, password: null, tokens: 4_096, sessions: 3, cookie: undefined };
    expect(Object.entries(shown).filter(([name, value]) => redactor.replacement(name, value) !== undefined)).toEqual(
      [],
    );
    const hidden = { pin: 1_234, otp: 0, password: '', token: {} };
    expect(Object.entries(hidden).filter(([name, value]) => redactor.replacement(name, value) === undefined)).toEqual(
      [],
    );
    expect(new Redactor({ keys: ['visits'], paths: [] }).replacement('visits', 3)).toBe('[REDACTED]');
  });

  it('are hidden, shown or replaced as the application decides', () => {
    const decided = new Redactor({
      keys: [],
      paths: [],
      decide: (name, value) => {
        if (name === 'bad') throw new Error('no');
        if (name === 'email') return String(value).replace(/^[^@]+/, '…');
        return name === 'nick' ? true : name === 'token' ? false : undefined;
      },
    });
    expect(decided.replacement('email', 'ada@x.test')).toBe('…@x.test');
    expect(decided.replacement('nick', 'a')).toBe('[REDACTED]');
    expect(decided.replacement('bad', 'a')).toBe('[REDACTED]');
    expect(decided.replacement('token', 'a')).toBeUndefined();
    expect(decided.replacement('password', 'a')).toBe('[REDACTED]');
    expect(decided.text('nick=a token=b password=c')).toBe('nick=[REDACTED] token=b password=[REDACTED]');
  });
});

describe('texts', () => {
  it.each(TEXTS)('%s becomes %s', (text, shown) => expect(redactor.text(text)).toBe(shown));

  it('stay as they are when they are read again', () => {
    expect(TEXTS.map(([, shown]) => redactor.text(shown))).toEqual(TEXTS.map(([, shown]) => shown));
  });

  it('never throw', () => {
    assert(property(string({ unit: 'binary', maxLength: 200 }), (text) => typeof redactor.text(text) === 'string'));
    const pieces = [
      'password',
      '=',
      ':',
      '"',
      '\\"',
      "'",
      '{',
      '[',
      '://',
      '@',
      ' ',
      'Bearer ',
      'eyJ',
      '.',
      '?',
      '%3D',
    ];
    const random = seeded();
    for (let round = 0; round < 2_000; round++) {
      const text = Array.from({ length: 12 }, () => pieces[random() % pieces.length]).join('');
      expect(typeof redactor.text(text)).toBe('string');
    }
  });

  it.each([
    '=', '&', '?a=', '://', '://a:', '://a:b@', 'x', ' =', ':', 'a:', 'password=', 'password={', 'password: {"', "near '",
    'Key (', 'Key (a)=(', 'eyJ', 'eyJaaaaaa-', 'Bearer ', '"', '\\"', '`', '(`', '@', 'a@', 'a:b@', '%3D', 'a%3D', 'token: ',
    '\u001B[', '-----BEGIN PRIVATE KEY', 'sk-', 'sk-a', 'value "', "of type 'x' to '", 'invalid input syntax for ', '\\', 'aA',
  ])('are read in time that grows with their length and no faster: %j', (part) => {
    // Twice the length takes about twice the time; where it is quadratic, 64 times the length takes 4096 times as long.
    const short = cpuOf(part.repeat(16_384 / part.length));
    const long = cpuOf(part.repeat(1_048_576 / part.length));
    expect(long / Math.max(short, 1_000)).toBeLessThan(640);
  }); // prettier-ignore
});

/** In microseconds: the least of three, for the machine may be busy. */
function cpuOf(text: string): number {
  const measured = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    redactor.text(text);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...measured);
}

function seeded(): () => number {
  let state = 42;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) >> 8;
}
