import { join } from 'node:path';

// It is JavaScript: no types come with it.
const { linesFor } = (await import('./skipped-tests.reporter.mjs' as string)) as {
  linesFor(results: readonly object[]): readonly string[];
};

const skipped = (title: string, needs: string) => ({
  status: 'pending',
  ancestorTitles: [`${title} (skipped: ${needs})`, 'inside'],
  title: 'a test',
});

it('names what was skipped, by what it would have needed', () => {
  const results = [
    {
      testFilePath: join(process.cwd(), 'test/redis.spec.ts'),
      testResults: [skipped('commands', 'Redis'), skipped('commands', 'Redis'), skipped('a pool', 'PostgreSQL')],
    },
    {
      testFilePath: join(process.cwd(), 'test/other.spec.ts'),
      testResults: [
        skipped('caches', 'Redis'),
        { status: 'passed', ancestorTitles: ['what runs'], title: 'a test' },
        { status: 'pending', ancestorTitles: ['a disk'], title: 'is full (skipped: a disk)' },
      ],
    },
  ];
  expect(linesFor(results)).toEqual([
    'Skipped: 5 tests, for want of',
    '  Redis',
    '    test/redis.spec.ts: commands (2)',
    '    test/other.spec.ts: caches (1)',
    '  PostgreSQL',
    '    test/redis.spec.ts: a pool (1)',
    '  a disk',
    '    test/other.spec.ts: is full (1)',
  ]);
});

it('has nothing to say where all ran', () => {
  expect(
    linesFor([{ testFilePath: 'a', testResults: [{ status: 'passed', ancestorTitles: ['b'], title: 'c' }] }]),
  ).toEqual([]);
});
