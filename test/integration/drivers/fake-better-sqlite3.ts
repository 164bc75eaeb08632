import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/**
 * `better-sqlite3` as its documentation describes it, on `node:sqlite`: its native binary exists only for the version of
 * Node that it was installed with. Like the original, `pragma` and `transaction` run statements that did not pass
 * through `prepare`, and the class of statements is not exported.
 */
export class FakeBetterSqlite3 {
  private readonly database: DatabaseSync;
  inTransaction = false;

  constructor(readonly name: string) {
    this.database = new DatabaseSync(name);
  }

  prepare(source: string): Statement {
    return this.native(source);
  }

  exec(sql: string): this {
    translated(() => this.database.exec(sql));
    return this;
  }

  pragma(source: string, { simple = false } = {}): unknown {
    const statement = this.native(`PRAGMA ${source}`);
    return simple ? statement.pluck().get() : statement.all();
  }

  transaction<Given extends unknown[], T>(work: (...given: Given) => T): (...given: Given) => T {
    const [begin, commit, rollback] = ['BEGIN', 'COMMIT', 'ROLLBACK'].map((text) => this.native(text));
    return (...given) => {
      begin?.run();
      try {
        const result = work(...given);
        commit?.run();
        return result;
      } catch (error) {
        rollback?.run();
        throw error;
      }
    };
  }

  close(): this {
    this.database.close();
    return this;
  }

  private native(source: string): Statement {
    return translated(() => new Statement(source, this.database.prepare(source)));
  }
}

class Statement {
  private plucked = false;

  constructor(
    readonly source: string,
    private readonly statement: StatementSync,
  ) {}

  run(...given: unknown[]): unknown {
    return translated(() => this.statement.run(...flat(given)));
  }

  get(...given: unknown[]): unknown {
    return translated(() => this.shown(this.statement.get(...flat(given))));
  }

  all(...given: unknown[]): unknown[] {
    return translated(() => this.statement.all(...flat(given)).map((row) => this.shown(row)));
  }

  iterate(...given: unknown[]): IterableIterator<unknown> {
    return translated(() => this.statement.iterate(...flat(given)));
  }

  pluck(): this {
    this.plucked = true;
    return this;
  }

  private shown(row: Record<string, unknown> | undefined): unknown {
    return this.plucked && row !== undefined ? Object.values(row)[0] : row;
  }
}

/** Lists of values are allowed. */
function flat(given: unknown[]): SQLInputValue[] {
  return given.flat() as SQLInputValue[];
}

const NAMES: Readonly<Record<number, string>> = { 1: 'SQLITE_ERROR', 2067: 'SQLITE_CONSTRAINT_UNIQUE' };

class SqliteError extends Error {
  override readonly name = 'SqliteError';

  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    throw new SqliteError(message, NAMES[errcode ?? 0] ?? 'SQLITE_UNKNOWN');
  }
}
