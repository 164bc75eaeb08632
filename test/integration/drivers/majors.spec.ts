import { Redis } from 'ioredis';
import { Redis as Redis6 } from 'ioredis-6';
import { Keyv } from 'keyv';
import { Keyv as Keyv6 } from 'keyv-6';

// Two projects of jest.config.js run the tests of these drivers on two majors: this makes sure that they do.
it('runs on the major that the project names', () => {
  const { MAJOR: major } = globalThis as { MAJOR?: number };
  expect([5, 6]).toContain(major);
  expect([(Redis as unknown) === Redis6, (Keyv as unknown) === Keyv6]).toEqual([major === 6, major === 6]);
});
