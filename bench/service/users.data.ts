export interface Row {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
}

export interface User {
  readonly id: string;
  readonly name: string;
}

const ROWS: ReadonlyMap<string, Row> = new Map(
  Array.from({ length: 100 }, (_, at) => [
    String(at),
    { id: String(at), name: `User ${at}`, mail: `${at}@example.com` },
  ]),
);

/** A cache that never has it, so that the query runs. */
export function cached(_id: string): Row | undefined {
  return undefined;
}

export function queried(id: string): Row | undefined {
  return ROWS.get(id);
}

export function mapped(row: Row | undefined): User {
  return { id: row?.id ?? '', name: row?.name ?? '' };
}
