/** Where Jest and Vitest keep the matchers of `expect`. Processes that a test starts have none. */
const MATCHERS = Symbol.for('$$jest-matchers-object');

/** Whether this code runs inside a test of Jest or Vitest. */
export function isInTest(): boolean {
  return MATCHERS in globalThis;
}
