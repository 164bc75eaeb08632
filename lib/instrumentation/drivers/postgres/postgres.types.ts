// What is used of the driver, and no more: it does not publish the types of its queries.

/** A query. It starts when its promise is first used. */
export interface PostgresQuery {
  /** The parts of a tagged template, or one text. Empty for a file that has not been read. */
  strings: readonly string[];
  args: readonly unknown[];
  readonly tagged: boolean;
  readonly executed: boolean;
  /** One function for all queries of a client. Queries of the driver have none. */
  readonly canceller?: object | null;
  /** The text that is sent. The driver sets it right before `parameters`. */
  readonly string?: string;
  parameters?: readonly unknown[];
  /** Rows that a cursor asks for at a time. */
  readonly cursorRows?: number;
  cursorFn?: QueryCallback;
  forEachFn?: QueryCallback;
  resolve: QueryCallback;
  reject: QueryCallback;
}

export type QueryCallback = (...parameters: unknown[]) => unknown;

/** The options of a client, as the driver resolves them. */
export interface PostgresOptions {
  readonly host?: readonly string[];
  readonly port?: readonly number[];
  /** A socket, where there is one. */
  readonly path?: string | false;
  readonly database?: string;
}

/** Rows, and what the server said of them. */
export interface PostgresResult extends ReadonlyArray<unknown> {
  readonly count?: number | null;
  readonly columns?: readonly unknown[] | null;
}

/** A client: a tag of templates. */
export interface PostgresClient {
  (value: unknown): object;
  unsafe(text: string): object;
}

export type Postgres = (options: object) => PostgresClient;

/** What a `require()` of the package gives, or its namespace. */
export type PostgresModule = Postgres | { readonly default?: Postgres };
