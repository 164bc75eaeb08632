import { relative } from 'node:path';

const REASON = /^(.*) \(skipped: (.*)\)$/;

/** What Jest tells of a file with tests, as far as it is of interest here. */
interface FileResult {
  readonly testFilePath: string;
  readonly testResults: readonly {
    readonly status: string;
    readonly ancestorTitles: readonly string[];
    readonly title: string;
  }[];
}

/** Says at the end which tests were skipped, and what each of them would have needed. */
export default class SkippedTestsReporter {
  onRunComplete(_contexts: unknown, { testResults }: { readonly testResults: readonly FileResult[] }): void {
    const lines = linesFor(testResults);
    if (lines.length > 0) process.stdout.write(`\n${lines.join('\n')}\n`);
  }
}

export function linesFor(results: readonly FileResult[]): readonly string[] {
  const byReason = new Map<string, Map<string, number>>();
  let count = 0;
  for (const { testFilePath, testResults } of results) {
    for (const { status, ancestorTitles, title } of testResults) {
      const [, skipped, reason] = [...ancestorTitles, title].map((name) => REASON.exec(name)).find(Boolean) ?? [];
      if (status !== 'pending' || reason === undefined) continue;
      count++;
      const suites = byReason.get(reason) ?? new Map<string, number>();
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
