import { relative } from 'node:path';

const REASON = /^(.*) \(skipped: (.*)\)$/;

// A reporter is loaded by Node itself, whose older versions know no TypeScript.
/** Says at the end which tests were skipped, and what each of them would have needed. */
export default class SkippedTestsReporter {
  onRunComplete(_contexts, { testResults }) {
    const lines = linesFor(testResults);
    if (lines.length > 0) process.stdout.write(`\n${lines.join('\n')}\n`);
  }
}

export function linesFor(results) {
  const byReason = new Map();
  let count = 0;
  for (const { testFilePath, testResults } of results) {
    for (const { status, ancestorTitles, title } of testResults) {
      const [, skipped, reason] = [...ancestorTitles, title].map((name) => REASON.exec(name)).find(Boolean) ?? [];
      if (status !== 'pending' || reason === undefined) continue;
      count++;
      const suites = byReason.get(reason) ?? new Map();
      byReason.set(reason, suites);
      const suite = `${relative(process.cwd(), testFilePath)}: ${skipped}`;
      suites.set(suite, (suites.get(suite) ?? 0) + 1);
    }
  }
  const lines = count === 0 ? [] : [`Skipped: ${count} tests, for want of`];
  for (const [reason, suites] of byReason) {
    lines.push(`  ${reason}`);
    for (const [suite, tests] of suites) lines.push(`    ${suite} (${tests})`);
  }
  return lines;
}
