import { dialectOf } from './dialect.js';
import { OTHER_OPERATION, QuerySummary } from './query-summary.js';
import { QueryText } from './query-text.js';
import { SqlLexer } from './sql-lexer.js';
import type { TokenKind } from './token-kind.js';

/** What telemetry says of a query. */
export interface DescribedSql {
  /** `SELECT`, `CREATE TABLE`, …; `OTHER` for what begins with no known word. */
  readonly operation: string;
  /** All tables, each once. */
  readonly tables: readonly string[];
  /** The operations and their tables, in their order. */
  readonly summary: string;
  /** The query without literals and comments. */
  readonly text: string;
  /** How often characters were looked at. */
  readonly steps: number;
}

/**
 * Reads a query in one pass. It never throws, and of what comes out, `text` has no literal of the query: what is cut off,
 * or can be read in two ways, becomes one `?` to its end. Writing stops behind `maxTextLength` characters.
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
    // A password can be as bare as a name.
    secretFollows = word === 'BY' && wordBefore === 'IDENTIFIED';
    wordBefore = word;
  } while (kind !== 'rest' && text.text.length <= maxTextLength);
  summary.take('end', '');
  return {
    operation: summary.operation ?? OTHER_OPERATION,
    tables: [...summary.tables],
    summary: summary.text,
    text: text.text,
    steps: lexer.steps,
  };
}

/** `"users"."id"` and `AS "id"` are names, whatever exists. */
function standsForAName(lexer: SqlLexer, wordBefore: string): boolean {
  if (lexer.dotFollows) return true;
  return lexer.spaced ? wordBefore === 'AS' : lexer.before === 'dot';
}
