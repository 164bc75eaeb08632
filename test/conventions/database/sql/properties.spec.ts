import { array, assert, constant, constantFrom, double, oneof, property, string, tuple, uint8Array } from 'fast-check';
import { describeSql } from '../../../../lib/conventions/database/sql/describe-sql.js';
import { CANARY } from './corpus.js';

type Quote = (content: string) => string;
const doubled =
  (quote: string): Quote =>
  (content) =>
    `${quote}${content.replaceAll(quote, quote + quote)}${quote}`;
/** Where a name cannot stand, what is in double quotes is a string. */
const compared =
  (quote: string): Quote =>
  (content) =>
    `= ${doubled(quote)(content)}`;
const escaped =
  (quote: string, prefix = ''): Quote =>
  (content) =>
    `${prefix}${quote}${content.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
const tagged = (tag: string): Quote => {
  const delimiter = `$${tag}$`;
  return (content) => `${delimiter}${content.replaceAll('$', '')}${delimiter}`;
};
const bracketed: Quote = (content) => `q'[${content.replaceAll(`]'`, '')}x]'`;

/** Each way in which a server can read a text, with the literals that mean something there. */
const READINGS: readonly (readonly [string, string, readonly Quote[]])[] = [
  ['postgresql', 'postgresql', [doubled(`'`), escaped(`'`, 'E'), tagged(''), tagged('tag')]],
  ['postgresql without standard strings', 'postgresql', [escaped(`'`), escaped(`'`, 'E'), tagged('t_1')]],
  ['mysql', 'mysql', [escaped(`'`), escaped(`"`)]],
  ['mysql without backslash escapes', 'mysql', [doubled(`'`), doubled(`"`)]],
  ['sqlite', 'sqlite', [doubled(`'`), compared(`"`)]],
  ['sql server', 'microsoft.sql_server', [doubled(`'`), compared(`"`)]],
  ['oracle', 'oracle.db', [doubled(`'`), bracketed]],
  ['unknown, doubling', 'other_sql', [doubled(`'`), doubled(`"`)]],
  ['unknown, escaping', 'other_sql', [escaped(`'`), escaped(`"`)]],
  ['unknown, with dollars', 'snowflake', [doubled(`'`), tagged(''), tagged('tag')]],
];

const NASTY = [
  '\\',
  `'`,
  '"',
  '`',
  '$',
  '$$',
  '$tag$',
  '--',
  '/*',
  '*/',
  '#',
  '[',
  ']',
  '\n',
  '?',
  ';',
  '(',
  ' ',
  'é',
  '\u{1f600}',
  '\ud800',
  '\0',
];
const content = array(oneof(constantFrom(...NASTY), constant('CANARY')), { maxLength: 8 }).map(
  (parts) => `${parts.join('')}CANARY`,
);
const CODE = [
  'SELECT',
  'FROM',
  'WHERE',
  'IN',
  '(',
  ')',
  ',',
  'VALUES',
  'INSERT INTO',
  'UPDATE',
  'SET',
  'DELETE',
  'JOIN',
  'ON',
  'users',
  'orders',
  '.',
  '=',
  '-',
  '+',
  '::text',
  ':name',
  '@name',
  '?',
  'NULL',
  'AND',
  'LIKE',
  'WITH',
  'UNION',
  '73917',
  '7391.7e-3',
  'AS',
  'BETWEEN',
  'CASE',
  ';',
  'DISTINCT',
  'ORDER BY',
  'CREATE TABLE',
  'DROP TABLE',
  'CREATE INDEX',
  'MERGE INTO',
  'USING',
  'ROLLBACK',
  'TO',
  'START',
  'TRANSACTION',
  'PREPARE',
  'REFRESH MATERIALIZED VIEW',
  'GRANT',
  '||',
  '->>',
  '*',
  '/',
  'é',
];
const SPACES = [' ', '\n', '\t', '\r\n', ' -- CANARY\n', " -- it's CANARY\n", ' /* CANARY */ '];

const statement = (quotes: readonly Quote[]) =>
  array(
    tuple(
      oneof(
        constantFrom(...CODE),
        tuple(constantFrom(...quotes), content).map(([quote, inside]) => quote(inside)),
      ),
      constantFrom(...SPACES),
    ),
    { maxLength: 30 },
  ).map((tokens) => tokens.flat().join(''));

function said(sql: string, system: string): string {
  const { text, summary, operation, table, tables } = describeSql(sql, system);
  return [text, summary, operation, table, ...tables].join('\n');
}

describe.each(READINGS)('as %s', (_name, system, quotes) => {
  it('keeps no literal of any statement, wherever it is cut off', () => {
    assert(
      property(statement(quotes), double({ min: 0, max: 1, noNaN: true }), (sql, share) => {
        expect(said(sql, system)).not.toMatch(CANARY);
        expect(said(sql.slice(0, sql.length * share), system)).not.toMatch(CANARY);
      }),
      { numRuns: 400 },
    );
  });
});

describe.each(['postgresql', 'mysql', 'sqlite', 'microsoft.sql_server', 'oracle.db', 'anything'])('%s', (system) => {
  it('never throws, whatever it is given', () => {
    const rubbish = oneof(
      string({ unit: 'binary', maxLength: 200 }),
      array(constantFrom(...NASTY, ...CODE), { maxLength: 60 }).map((parts) => parts.join('')),
      uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    assert(
      property(rubbish, (sql) => {
        const { summary, operation } = describeSql(sql, system);
        expect(summary.length).toBeLessThanOrEqual(255);
        expect(operation).not.toBe('');
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    `'`,
    '"',
    '`',
    '$',
    '$$',
    '$a$',
    '$a',
    '[',
    ']',
    '(',
    '-',
    '--',
    '/*',
    '/*/',
    '#',
    '\\',
    `'\\`,
    `E'\\'`,
    `q'[`,
    'a.',
    '"a".',
    'SELECT ',
    'FROM a,',
    '1',
    '1e',
    'IN (1,',
    'VALUES (1),',
    '[1,',
    ' ',
    '::a',
    'U&',
    '/*!',
    'é',
    '£',
    'WITH a AS (',
    '"a',
    '"a"',
  ])('looks at each character a few times only: %s, over and over', (piece) => {
    const steps = (times: number): number => describeSql(`SELECT ${piece.repeat(times)}`, system).steps;
    const once = steps(2_000);
    expect(once).toBeLessThan((piece.length * 2_000 + 7) * 12);
    expect(steps(4_000)).toBeLessThanOrEqual(once * 2 + 100);
  });
});

it('reads a megabyte', () => {
  const { text, steps } = describeSql(`INSERT INTO t VALUES ${`('CANARY', 73917),`.repeat(60_000)}`, 'postgresql');
  expect(text).toBe('INSERT INTO t VALUES (?, ?)');
  expect(steps).toBeLessThan(20_000_000);
});
