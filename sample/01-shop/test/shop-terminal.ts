import { PassThrough } from 'node:stream';
import { ConsoleTreeReporter, type LoggingOptions, type SpanReporter } from 'nestjs-telemetry';

/** A terminal that the three services of the shop share: lines in text, and one tree for each trace. */
export class ShopTerminal {
  private readonly output = new PassThrough();
  private readonly reporter = new ConsoleTreeReporter({ output: this.output, quietMs: 60_000 });
  private readonly lines: string[] = [];

  /** For each service. The trees are drawn when the test asks for them. */
  readonly trees: SpanReporter = {
    report: (span) => this.reporter.report(span),
    close: () => undefined,
  };

  readonly logging: LoggingOptions = {
    format: 'text',
    showService: true,
    destination: { write: (line: string) => void this.lines.push(line) },
  };

  /** The lines of one trace. */
  linesOf(traceId: string): readonly string[] {
    return this.lines.filter((line) => line.includes(`trace=${traceId.slice(0, 8)}`)).map(withoutNumbers);
  }

  /** The tree of one trace. */
  treeOf(traceId: string): string {
    this.reporter.close();
    const drawn = withoutNumbers(String(this.output.read() ?? ''));
    return drawn.split(/^(?=[✓✗])/mu).find((tree) => tree.includes(traceId.slice(0, 8))) ?? '';
  }
}

/** What differs from run to run, replaced. */
function withoutNumbers(text: string): string {
  return text
    .replaceAll(/\d+\.\d+ m?s\b/g, 'N ms')
    .replaceAll(/^\d\d:\d\d:\d\d\.\d{3}/gm, 'TIME')
    .replaceAll(/(\n {8}(?:at [^\n]*|\.{3} \d+ more))+/g, '\n        at …')
    .trimEnd();
}
