import type { EnvironmentReader } from './environment.js';

/** Variables of Jest, Vitest and Node's own test runner. */
const RUNNERS = ['JEST_WORKER_ID', 'VITEST', 'NODE_TEST_CONTEXT'] as const;

/** True in a test runner, and in the processes that it starts. */
export function isTestRun(environment: EnvironmentReader): boolean {
  return environment.text('NODE_ENV') === 'test' || environment.first(...RUNNERS) !== undefined;
}
