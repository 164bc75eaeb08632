import type { EnvironmentReader } from './environment.js';

/** Variables of Jest, Vitest and Node's own test runner. */
const RUNNERS = ['JEST_WORKER_ID', 'VITEST', 'NODE_TEST_CONTEXT'] as const;

/** True in a test runner, and in the processes that it starts. */
export function isTestRun(environment: EnvironmentReader): boolean {
  return environment.text('NODE_ENV') === 'test' || environment.first(...RUNNERS) !== undefined;
}

/** Where Jest and Vitest keep the matchers of `expect`. Processes that a test starts have none. */
const MATCHERS = Symbol.for('$$jest-matchers-object');

/** True inside a test of Jest or Vitest. */
export function isInTest(): boolean {
  return MATCHERS in globalThis;
}
