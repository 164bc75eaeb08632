import { CASES, type Case } from './cases.js';

const SIGNS = { passed: '✓', failed: '✗', absent: '–' } as const;
export type Cell = keyof typeof SIGNS;

/** Transport × case as a table in Markdown, as docs/transports.md has it. */
export function matrixTable(transports: readonly string[], cell: (transport: string, title: Case) => Cell): string {
  const rows = transports.map((transport) => [transport, ...CASES.map((title) => SIGNS[cell(transport, title)])]);
  const header = ['transport', ...CASES];
  return [header, header.map(() => '---'), ...rows].map((columns) => `| ${columns.join(' | ')} |`).join('\n');
}
