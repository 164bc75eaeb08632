/** The fault of a value, and the fix. */
export interface Problem {
  readonly why: string;
  readonly fix: string;
}
