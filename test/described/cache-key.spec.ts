import { createHash } from 'node:crypto';
import { describeKey } from '../../lib/described/cache-key.js';

const unexpected = (what: string): void => {
  throw new Error(what);
};

describe('a template', () => {
  it.each([
    ['user:42', 'user:?'],
    ['user:42:orders', 'user:?:orders'],
    ['user:alice@example.com:cart', 'user:?:cart'],
    ['user:alice%40example.com', 'user:?'],
    ['/api/users/7?page=3&owner=bob@example.com', '/api/users/??page=?&owner=?'],
    ['session:123e4567-e89b-42d3-a456-426614174000', 'session:?'],
    ['etag:9F86D081884C7D659A2FEAA0C55AD015', 'etag:?'],
    ['etag:abcdefabcdefabcdef', 'etag:?'],
    ['sess:V1StGXR8Z5jdHi6B', 'sess:?'],
    ['{shard7}:queue', '{shard?}:queue'],
    ['settings', 'settings'],
    ['', ''],
  ])('of %s is %s', (key, expected) => {
    expect(describeKey(key, 'template', unexpected)).toBe(expected);
  });

  it('of a long key leaves out what its end would have cut in two', () => {
    const key = `list:${'x'.repeat(230)}:someone.with.a.long.name@example.com`;
    expect(describeKey(key, 'template', unexpected)).toBe(`list:${'x'.repeat(230)}:…`);
  });

  it('of a huge key without separators says nothing of it', () => {
    expect(describeKey('x@'.repeat(500_000), 'template', unexpected)).toBe('…');
  });
});

it('records nothing by default', () => {
  expect(describeKey('user:42', 'none', unexpected)).toBeUndefined();
});

it('records the beginning of a hash', () => {
  const whole = createHash('sha256').update('user:42').digest('hex');
  expect(describeKey('user:42', 'hash', unexpected)).toBe(whole.slice(0, 16));
});

describe("a user's function", () => {
  it('decides', () => {
    expect(describeKey('user:42', (key) => key.slice(0, 4), unexpected)).toBe('user');
    expect(describeKey('user:42', () => undefined, unexpected)).toBeUndefined();
  });

  it('that returns no text records nothing', () => {
    expect(describeKey('user:42', (() => ({ key: 1 })) as never, unexpected)).toBeUndefined();
  });

  it('that throws is reported, and records nothing', () => {
    const error = new Error('no');
    const reported: unknown[] = [];
    const keys = (): string => {
      throw error;
    };
    expect(describeKey('user:42', keys, (what, cause) => reported.push(what, cause))).toBeUndefined();
    expect(reported).toEqual(['The function in cache.keys threw', error]);
  });
});
