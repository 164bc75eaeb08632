/** What is wrong with a value, and what would be right. */
export interface Problem {
  readonly why: string;
  readonly fix: string;
}
