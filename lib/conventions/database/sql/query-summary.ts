import type { TokenKind } from './token-kind.js';
import {
  CALL_WORDS,
  CLAUSE_WORDS,
  DEFINITION_WORDS,
  MODIFIERS,
  OBJECT_WORDS,
  PREFIX_WORDS,
  QUERY_WORDS,
  STATEMENT_WORDS,
} from './statement-words.js';

/** The operation of a statement that begins with an unknown word. */
export const OTHER_OPERATION = 'OTHER';
const MAX_SUMMARY_LENGTH = 255;

// The state of the brackets around a token.
const QUERY = 1;
const TABLES = 2;
const WITH = 4;
const NAMES = 8;

type Expected = 'nothing' | 'statement' | 'object' | 'table' | 'target' | 'common table';

/**
 * Reads the operations and tables from a query's tokens.
 *
 * Source: semantic conventions 1.45, database spans, «Generating a summary of the query».
 */
export class QuerySummary {
  /** The operation of the first statement. After WITH, the operation of the main statement. */
  operation: string | undefined;
  /** All tables, without duplicates and without names that the query defines. */
  readonly tables = new Set<string>();

  private summary = '';
  private full = false;
  private readonly named = new Set<string>();
  private readonly common = new Set<string>();
  private frames = [0];
  private expected: Expected = 'statement';
  private current = '';
  private name: string | undefined;
  private nameIs: Expected = 'nothing';
  private afterDot = false;
  /** The next name is a source of rows, so it can be a function's result. */
  private read = false;
  /** A comma precedes the name, and not a keyword. */
  private listed = false;
  private before: TokenKind = 'semicolon';
  private wordBefore = '';

  /** `SELECT users orders`. Never cut inside a name. */
  get text(): string {
    return this.summary;
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
    if (this.name === undefined) return false;
    if (kind === 'dot') {
      this.afterDot = true;
      return true;
    }
    if (this.afterDot && isName(kind)) {
      this.name += `.${unquoted(kind, text)}`;
      this.afterDot = false;
      return true;
    }
    // FROM and JOIN can call a function. After other words, brackets contain columns.
    if (kind !== 'open' || !this.read) this.target(this.name, this.nameIs);
    this.name = undefined;
    this.afterDot = false;
    return false;
  }

  private taken(kind: TokenKind, text: string, upper: string): boolean {
    switch (kind) {
      case 'word':
        return this.word(text, upper);
      case 'identifier':
        return this.begins(unquoted(kind, text));
      case 'doubtful':
        // After a comma, it could still be a string.
        return !this.listed && this.begins(unquoted(kind, text));
      case 'open':
        this.frames.push(this.expected === 'table' && this.wordBefore !== 'INTO' ? QUERY | TABLES : 0);
        if (this.expected !== 'table' && this.expected !== 'statement') this.expected = 'nothing';
        return false;
      case 'close':
        if (this.frames.length > 1) this.frames.pop();
        break;
      case 'comma':
        this.listed = this.has(TABLES);
        this.read = this.listed && !this.has(NAMES);
        this.expected = this.listed ? 'table' : this.has(WITH) ? 'common table' : 'nothing';
        return false;
      case 'semicolon':
        this.frames = [0];
        this.expected = 'statement';
        return false;
      case 'end':
      case 'rest':
        if (this.operation === undefined) this.operation = this.current === '' ? OTHER_OPERATION : this.current;
        if (this.summary === '') this.add(this.operation);
        break;
    }
    this.expected = 'nothing';
    return false;
  }

  private word(text: string, upper: string): boolean {
    if (upper === 'SELECT') return this.begin(upper, 'nothing');
    if (this.beginsStatement() && QUERY_WORDS.has(upper)) {
      this.begin(upper, upper === 'UPDATE' ? 'table' : 'target');
      if (upper === 'DELETE') this.expected = 'nothing';
      if (upper === 'UPDATE') this.set(TABLES);
      return false;
    }
    if (this.expected === 'statement') return this.statement(upper);
    if (this.expected === 'object') return this.object(text, upper);
    if (this.introducesTable(upper)) return this.expect('table');
    if (CLAUSE_WORDS.has(upper)) {
      // ON is the only word after which a list of tables can continue.
      if (upper !== 'ON') this.unset(TABLES);
      return this.expect('nothing');
    }
    if (this.expected === 'nothing' || MODIFIERS.has(upper)) return false;
    return this.begins(text);
  }

  private statement(upper: string): boolean {
    if (upper === 'WITH') {
      this.set(WITH);
      return this.expect('common table');
    }
    if (PREFIX_WORDS.has(this.current)) return false;
    const known = STATEMENT_WORDS.has(upper) || CALL_WORDS.has(upper) || DEFINITION_WORDS.has(upper);
    if (DEFINITION_WORDS.has(upper)) {
      this.current = upper;
      return this.expect('object');
    }
    const expected = PREFIX_WORDS.has(upper) ? 'statement' : upper === 'COPY' || upper === 'LOCK' ? 'table' : 'nothing';
    return this.begin(known ? upper : OTHER_OPERATION, CALL_WORDS.has(upper) ? 'target' : expected);
  }

  /** The type of the object in a definition. */
  private object(text: string, upper: string): boolean {
    const verb = this.current;
    if (MODIFIERS.has(upper) && upper !== 'TABLE') return false;
    const isTable = upper === 'TABLE' || (verb === 'TRUNCATE' && !OBJECT_WORDS.has(upper));
    const isNamed = OBJECT_WORDS.has(upper);
    this.begin(isNamed ? `${verb} ${upper}` : verb, isTable ? 'table' : isNamed ? 'target' : 'nothing');
    if (isTable && (verb === 'DROP' || verb === 'TRUNCATE')) this.set(TABLES | NAMES);
    return isTable && !isNamed && this.begins(text);
  }

  private introducesTable(upper: string): boolean {
    this.listed = false;
    switch (upper) {
      case 'FROM':
        if (!this.has(QUERY) || this.wordBefore === 'DISTINCT') return false;
        this.set(TABLES);
        break;
      case 'USING':
        if (this.current !== 'MERGE' && this.current !== 'DELETE') return false;
        break;
      case 'INTO':
      case 'JOIN':
      case 'STRAIGHT_JOIN':
      case 'APPLY':
        if (!this.has(QUERY)) return false;
        break;
      default:
        return false;
    }
    this.read = upper !== 'INTO';
    return true;
  }

  private beginsStatement(): boolean {
    return this.expected === 'statement' || this.before === 'open' || (this.before === 'close' && this.has(WITH));
  }

  /** Begins an operation, and sets what may follow it. */
  private begin(operation: string, expected: Expected): false {
    if (this.operation === undefined && this.frames.length === 1) this.operation = operation;
    this.current = operation;
    this.unset(TABLES | WITH | NAMES);
    if (operation === 'SELECT' || QUERY_WORDS.has(operation)) this.set(QUERY);
    else this.unset(QUERY);
    this.named.clear();
    this.listed = false;
    this.read = false;
    this.add(operation);
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
      this.common.add(name);
    } else {
      this.name = name;
      this.nameIs = expected === 'target' && QUERY_WORDS.has(this.current) ? 'table' : expected;
    }
    return true;
  }

  private target(name: string, as: Expected): void {
    if (as === 'table' && !this.common.has(name)) this.tables.add(name);
    if (this.named.has(name)) return;
    this.named.add(name);
    this.add(/^[\p{L}\p{N}_.$#-]+$/u.test(name) ? name : `"${name}"`);
  }

  private add(part: string): void {
    const longer = this.summary === '' ? part : `${this.summary} ${part}`;
    if (longer.length > MAX_SUMMARY_LENGTH) this.full = true;
    if (!this.full) this.summary = longer;
  }

  private has(flag: number): boolean {
    return ((this.frames.at(-1) ?? 0) & flag) !== 0;
  }

  private set(flag: number): void {
    this.frames[this.frames.length - 1] = (this.frames.at(-1) ?? 0) | flag;
  }

  private unset(flag: number): void {
    this.frames[this.frames.length - 1] = (this.frames.at(-1) ?? 0) & ~flag;
  }
}

function isName(kind: TokenKind): boolean {
  return kind === 'word' || kind === 'identifier' || kind === 'doubtful';
}

function unquoted(kind: TokenKind, text: string): string {
  return kind === 'word' ? text : text.slice(text.startsWith('U&') || text.startsWith('u&') ? 3 : 1, -1);
}
