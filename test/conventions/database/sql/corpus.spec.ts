import { describeSql } from '../../../../lib/conventions/database/sql/describe-sql.js';
import { CANARY, examplesOf, SYSTEMS } from './corpus.js';

const COMMON = examplesOf('common');

function saidOf(sql: string, system: string): string {
  const { operation, tables, summary, text } = describeSql(sql, system);
  return [operation, summary, text, ...tables].join('\n');
}

it('has hundreds of statements, with a literal in most', () => {
  const all = [...COMMON, ...Object.keys(SYSTEMS).flatMap(examplesOf)];
  expect(all.length).toBeGreaterThan(390);
  expect(all.filter(({ sql }) => CANARY.test(sql)).length).toBeGreaterThan(300);
});

describe.each(Object.entries(SYSTEMS))('SQL of %s', (name, system) => {
  const own = examplesOf(name);

  it.each(own)('is described: $sql', ({ sql, summary, text }) => {
    expect(describeSql(sql, system)).toMatchObject({ summary, text });
  });

  it('keeps no literal and no comment', () => {
    for (const { sql } of [...COMMON, ...own]) expect(saidOf(sql, system)).not.toMatch(CANARY);
  });

  it('keeps none wherever the statement is cut off', () => {
    for (const { sql } of [...COMMON, ...own]) {
      for (let length = 0; length < sql.length; length++) {
        expect(saidOf(sql.slice(0, length), system)).not.toMatch(CANARY);
      }
    }
  });
});

it.each(COMMON)('describes what is common to all: $sql', ({ sql, summary, text }) => {
  expect(describeSql(sql, 'postgresql')).toMatchObject({ summary, text });
});

it.each(['postgresql', 'mysql', 'sqlite', 'microsoft.sql_server', 'oracle.db'])(
  'reads the simple ones alike in %s',
  (system) => {
    for (const { sql, summary, text } of COMMON.filter(({ sql }) => !/["`[\\$#]/.test(sql) && !sql.includes('/*'))) {
      expect(describeSql(sql, system)).toMatchObject({ summary, text });
    }
  },
);
