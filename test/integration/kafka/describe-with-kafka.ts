import { spawnSync } from 'node:child_process';

/**
 * `describe` for tests that need Kafka. Where the mock cluster cannot be compiled they are skipped, under a name that
 * says so; in CI, where it has to be there, they fail.
 */
export function describeWithKafka(title: string, tests: () => void): void {
  if (canCompile()) {
    describe(title, tests);
  } else if (process.env['CI'] === 'true') {
    it(`${title}: needs gcc and librdkafka-dev`, () => {
      throw new Error('gcc or librdkafka-dev is not installed. Fix: run scripts/install-test-servers.sh as root.');
    });
  } else {
    // oxlint-disable-next-line jest/no-disabled-tests -- Neither is everywhere.
    describe.skip(`${title} (skipped: gcc and librdkafka-dev, one of which is not installed)`, tests);
  }
}

/** Whether the compiler is there and finds the header. */
export function canCompile(): boolean {
  const { status } = spawnSync('gcc', ['-E', '-x', 'c', '-'], {
    input: '#include <librdkafka/rdkafka.h>\n#include <librdkafka/rdkafka_mock.h>\n',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return status === 0;
}
