/** The tables of a query, without names that the query defines. */
export class QueryTables {
  /** Without duplicates. */
  readonly all = new Set<string>();
  private readonly common = new Set<string>();
  /** What the first statement changes, or the first one behind its FROM. */
  private main: string | undefined;
  /** The first table of the first statement, wherever it stands. */
  private first: string | undefined;
  private introduced = false;
  private complete = false;

  /** The table that the first statement is about. */
  get table(): string | undefined {
    return this.main ?? this.first;
  }

  /** The main table can follow. */
  introduce(): void {
    this.introduced = true;
  }

  /** The first statement has ended. */
  end(): void {
    this.complete = true;
  }

  define(name: string): void {
    this.common.add(name);
  }

  add(name: string): void {
    if (this.common.has(name)) return;
    this.all.add(name);
    if (this.complete) return;
    this.first ??= name;
    if (this.introduced) this.main ??= name;
  }
}
