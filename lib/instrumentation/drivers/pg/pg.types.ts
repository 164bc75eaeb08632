// What is used of the driver, and no more: the types of `pg` are not everywhere where this package is compiled against.

export interface PgClient {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string | null;
  readonly connection?: { readonly parsedStatements?: Readonly<Record<string, string>> };
}

export interface PgPool {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly ending: boolean;
}

/** What `query` takes besides text. */
export interface PgQueryConfig {
  readonly text?: unknown;
  readonly name?: string;
  readonly values?: unknown;
  readonly callback?: unknown;
}

/** An object that follows its own query: `Query`, `Cursor`, `QueryStream`. */
export interface PgSubmittable extends PgQueryConfig {
  submit(connection: unknown): unknown;
  /** A stream keeps its query in a cursor. */
  readonly cursor?: PgQueryConfig;
  /** An error that the query tells only when the server is ready again. */
  readonly _canceledDueToError?: unknown;
}

/** One result, or one for each statement of a text with several. */
export interface PgResult {
  readonly fields?: readonly unknown[];
  readonly rows?: readonly unknown[];
  /** Null for a command that counts none, such as `BEGIN`. */
  readonly rowCount?: number | null;
}

export interface PgModule {
  readonly Client?: { readonly prototype: object };
  readonly Pool?: { readonly prototype: object };
}
