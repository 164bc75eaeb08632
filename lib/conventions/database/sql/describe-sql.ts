import { dialectOf } from './dialect.js';
import { QuerySummary } from './query-summary.js';
import { QueryText } from './query-text.js';
import { SqlLexer } from './sql-lexer.js';
import { OTHER_OPERATION } from './statement-start.js';
import type { TokenKind } from './token-kind.js';

/** The description of a query. */
export interface DescribedSql {
  /** `SELECT`, `CREATE TABLE`, …; `OTHER` for a query that begins with an unknown word. */
  readonly operation: string;
  /** The table that the statement changes, or the first one that it reads. */
  readonly table: string | undefined;
  /** All tables, without duplicates. */
  readonly tables: readonly string[];
  /** The operations and their tables, in the order of the query. */
  readonly summary: string;
  /** The query without literals and comments. */
  readonly text: string;
  /** The number of character reads. */
  readonly steps: number;
}

/**
 * Reads a query in one pass. It never throws. The returned `text` contains no literal of the query: from the point
 * where the text is cut off or ambiguous, one `?` replaces the rest. Writing stops after `maxTextLength` characters.
 */
export function describeSql(sql: string, system: string, maxTextLength = Number.POSITIVE_INFINITY): DescribedSql {
  const lexer = new SqlLexer(sql, dialectOf(system));
  const summary = new QuerySummary();
  const text = new QueryText();
  let wordBefore = '';
  let secretFollows = false;
  let kind: TokenKind;
  do {
    kind = lexer.next();
    const token = lexer.text;
    const isNamed = summary.take(kind, token);
    if (kind === 'end') break;
    const isString = kind === 'doubtful' && !isNamed && !standsForAName(lexer, wordBefore);
    text.take(isString || secretFollows ? 'literal' : kind, token, lexer.spaced);
    const word = kind === 'word' ? token.toUpperCase() : '';
    // A password can look like a name.
    secretFollows = word === 'BY' && wordBefore === 'IDENTIFIED';
    wordBefore = word;
  } while (kind !== 'rest' && text.text.length <= maxTextLength);
  summary.take('end', '');
  return {
    operation: summary.operation ?? OTHER_OPERATION,
    table: summary.tables.table,
    tables: [...summary.tables.all],
    summary: summary.text,
    text: text.text,
    steps: lexer.steps,
  };
}

/** `"users"."id"` and `AS "id"` are always names, even if no such name exists. */
function standsForAName(lexer: SqlLexer, wordBefore: string): boolean {
  if (lexer.dotFollows) return true;
  return lexer.spaced ? wordBefore === 'AS' : lexer.before === 'dot';
}
