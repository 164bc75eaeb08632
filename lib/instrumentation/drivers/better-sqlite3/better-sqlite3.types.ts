interface Connection {
  prepare(sql: string): { readonly source: string };
  close(): void;
}

export type BetterSqlite3 = new (path: string) => Connection;
