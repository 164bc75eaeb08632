import type { Expected } from './expected.js';
import { longVerb } from './long-verbs.js';
import { PendingName, unquoted } from './pending-name.js';
import { NAMES, QUERY, QueryFrames, TABLES, WITH } from './query-frames.js';
import { QueryTables } from './query-tables.js';
import { SummaryText } from './summary-text.js';
import { introducesTable } from './table-words.js';
import type { TokenKind } from './token-kind.js';
import { definitionStart, OTHER_OPERATION, statementStart } from './statement-start.js';
import { CLAUSE_WORDS, MODIFIERS, PREFIX_WORDS, PRIVILEGE_WORDS, QUERY_WORDS } from './statement-words.js';

/**
 * Reads the operations and tables from a query's tokens.
 *
 * Source: semantic conventions 1.45, database spans, «Generating a summary of the query».
 */
export class QuerySummary {
  /** The operation of the first statement. After WITH, the operation of the main statement. */
  operation: string | undefined;
  readonly tables = new QueryTables();

  private readonly summary = new SummaryText();
  private readonly frames = new QueryFrames();
  private readonly name = new PendingName();
  private nameIs: Expected = 'nothing';
  private expected: Expected = 'statement';
  private current = '';
  /** The next name is a source of rows, so it can be a function's result. */
  private read = false;
  /** A comma precedes the name, and not a keyword. */
  private listed = false;
  private before: TokenKind = 'semicolon';
  private wordBefore = '';

  /** `SELECT users orders`. */
  get text(): string {
    return this.summary.text;
  }

  /** Processes the next token. Returns true if it is a table or another named object. */
  take(kind: TokenKind, text: string): boolean {
    const upper = kind === 'word' ? text.toUpperCase() : '';
    const taken = this.continued(kind, text) || this.taken(kind, text, upper);
    this.before = kind;
    this.wordBefore = upper;
    return taken;
  }

  private continued(kind: TokenKind, text: string): boolean {
    if (this.name.continues(kind, text)) return true;
    const { text: name } = this.name;
    // FROM and JOIN can call a function. After other words, brackets contain columns.
    if (name !== undefined && (kind !== 'open' || !this.read)) this.target(name);
    this.name.end();
    return false;
  }

  private taken(kind: TokenKind, text: string, upper: string): boolean {
    if (this.expected === 'verb' && this.completesVerb(upper)) return false;
    switch (kind) {
      case 'word':
        return this.word(text, upper);
      case 'identifier':
        return this.begins(unquoted(kind, text));
      case 'doubtful':
        // After a comma, it could still be a string.
        return !this.listed && this.begins(unquoted(kind, text));
      case 'open':
        this.frames.open(this.expected === 'table' && this.wordBefore !== 'INTO' ? QUERY | TABLES : 0);
        if (this.expected !== 'table' && this.expected !== 'statement') this.expected = 'nothing';
        return false;
      case 'close':
        this.frames.close();
        break;
      case 'comma':
        this.listed = this.frames.has(TABLES);
        this.read = this.listed && !this.frames.has(NAMES);
        this.expected = this.listed ? 'table' : this.frames.has(WITH) ? 'common table' : 'nothing';
        return false;
      case 'semicolon':
        this.frames.reset();
        this.expected = 'statement';
        if (this.operation !== undefined) this.tables.end();
        return false;
      case 'end':
      case 'rest':
        if (this.operation === undefined) this.operation = this.current === '' ? OTHER_OPERATION : this.current;
        if (this.text === '') this.summary.begin(this.operation);
        break;
    }
    this.expected = 'nothing';
    return false;
  }

  /** Takes the second word of an operation, or begins the operation without it. */
  private completesVerb(upper: string): boolean {
    const verb = longVerb(this.current, upper);
    if (verb === true) return true;
    this.begin(verb ?? this.current, 'nothing');
    return verb !== undefined;
  }

  private word(text: string, upper: string): boolean {
    if (upper === 'SELECT' && !PRIVILEGE_WORDS.has(this.current)) return this.begin(upper, 'nothing');
    if (this.beginsStatement() && QUERY_WORDS.has(upper)) {
      this.begin(upper, upper === 'UPDATE' ? 'table' : 'target');
      if (upper === 'DELETE') this.expected = 'nothing';
      if (upper === 'UPDATE') this.frames.set(TABLES);
      return false;
    }
    if (this.expected === 'statement') return this.statement(upper);
    if (this.expected === 'object') return this.object(text, upper);
    if (this.introducesTable(upper)) return this.expect('table');
    if (CLAUSE_WORDS.has(upper)) {
      // ON is the only word after which a list of tables can continue.
      if (upper !== 'ON') this.frames.unset(TABLES);
      return this.expect('nothing');
    }
    if (this.expected === 'nothing' || MODIFIERS.has(upper)) return false;
    return this.begins(text);
  }

  private statement(upper: string): boolean {
    if (upper === 'WITH') {
      this.frames.set(WITH);
      return this.expect('common table');
    }
    if (PREFIX_WORDS.has(this.current)) return false;
    const { operation, expected } = statementStart(upper);
    if (expected !== 'verb' && expected !== 'object') return this.begin(operation, expected);
    this.current = operation;
    return this.expect(expected);
  }

  /** The type of the object in a definition. */
  private object(text: string, upper: string): boolean {
    const verb = this.current;
    const start = definitionStart(verb, this.wordBefore, upper);
    if (start === undefined) return false;
    this.begin(start.operation, start.expected);
    if (start.isTable && (verb === 'DROP' || verb === 'TRUNCATE')) this.frames.set(TABLES | NAMES);
    return start.isName && this.begins(text);
  }

  private introducesTable(upper: string): boolean {
    const { current: operation, wordBefore, frames } = this;
    this.listed = false;
    if (!introducesTable(upper, { operation, wordBefore, frames })) return false;
    if (upper === 'FROM') frames.set(TABLES);
    this.read = upper !== 'INTO' && upper !== 'ON';
    if (frames.isOuter) this.tables.introduce();
    return true;
  }

  private beginsStatement(): boolean {
    return (
      this.expected === 'statement' || this.before === 'open' || (this.before === 'close' && this.frames.has(WITH))
    );
  }

  /** Begins an operation, and sets what may follow it. */
  private begin(operation: string, expected: Expected): false {
    const { frames } = this;
    if (this.operation === undefined && frames.isOuter) this.operation = operation;
    this.current = operation;
    frames.unset(TABLES | WITH | NAMES);
    if (operation === 'SELECT' || QUERY_WORDS.has(operation)) frames.set(QUERY);
    else frames.unset(QUERY);
    if (frames.isOuter && (expected === 'table' || expected === 'target')) this.tables.introduce();
    this.listed = false;
    this.read = false;
    this.summary.begin(operation);
    return this.expect(expected);
  }

  private expect(expected: Expected): false {
    this.expected = expected;
    return false;
  }

  private begins(name: string): boolean {
    const { expected } = this;
    if (expected === 'nothing' || expected === 'statement' || expected === 'object') return false;
    this.expected = 'nothing';
    if (expected === 'common table') {
      this.tables.define(name);
    } else {
      this.name.begin(name);
      this.nameIs = expected === 'target' && QUERY_WORDS.has(this.current) ? 'table' : expected;
    }
    return true;
  }

  private target(name: string): void {
    if (this.nameIs === 'table') this.tables.add(name);
    this.summary.target(name);
  }
}
