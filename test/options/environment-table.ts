import { readFileSync } from 'node:fs';

/** A row of the table in docs/environment.md. */
export interface EnvironmentRow {
  readonly variable: string;
  /** Paths of options, as the document writes them. */
  readonly winners: readonly string[];
}

/** What a row promises, tried out: the variable has its effect, and each of the `winners` wins over it. */
export interface RowTest {
  readonly winners: readonly string[];
  readonly test: () => Promise<void>;
}

const DOCUMENT = new URL('../../docs/environment.md', import.meta.url);

export function environmentTable(): readonly EnvironmentRow[] {
  return readFileSync(DOCUMENT, 'utf8')
    .split('\n')
    .map((line) => /^\| `(OTEL_[A-Z_]+)` \|.*\| ([^|]+) \|$/.exec(line))
    .filter((match) => match !== null)
    .map(([, variable = '', winners = '']) => ({
      variable,
      winners: [...winners.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
    }));
}
