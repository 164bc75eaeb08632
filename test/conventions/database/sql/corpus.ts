import { readFileSync } from 'node:fs';

/** The files of the corpus, and the databases whose SQL they have. Every database reads what is common to all. */
export const SYSTEMS: Readonly<Record<string, string>> = {
  postgresql: 'postgresql',
  mysql: 'mysql',
  sqlite: 'sqlite',
  'sql-server': 'microsoft.sql_server',
  oracle: 'oracle.db',
  unknown: 'other_sql',
};

/** What stands in every literal and every comment, and nowhere else: a text, or the digits of a number. */
export const CANARY = /CANARY|7391/;

export interface Example {
  readonly sql: string;
  readonly summary: string;
  readonly text: string;
}

/** Reads a file of three lines for each statement: the statement itself, its summary and its text. */
export function examplesOf(name: string): readonly Example[] {
  const file = readFileSync(new URL(`corpus/${name}.txt`, import.meta.url), 'utf8');
  const lines = file.split('\n');
  return Array.from({ length: Math.floor(lines.length / 3) }, (_, at) => ({
    sql: lines[at * 3] ?? '',
    summary: (lines[at * 3 + 1] ?? '').slice(3),
    text: (lines[at * 3 + 2] ?? '').slice(3),
  }));
}
