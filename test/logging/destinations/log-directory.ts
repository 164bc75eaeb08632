import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReportFault } from '../../../lib/observation/index.js';
import { LogStatistics } from '../../../lib/logging/log-statistics.js';
import { LossReport } from '../../../lib/logging/destinations/loss-report.js';

/** A directory for logs that is gone after the test. */
export class LogDirectory {
  readonly path = mkdtempSync(join(tmpdir(), 'telemetry-logs-'));
  readonly file = join(this.path, 'app.log');
  readonly statistics = new LogStatistics();
  readonly reports: string[] = [];

  loss(): LossReport {
    const report: ReportFault = (what, error) => void this.reports.push(`${what}: ${String(error)}`);
    return new LossReport(this.file, this.statistics.counter('file'), report);
  }

  dropped(): number {
    return this.statistics.read().reduce((sum, { dropped }) => sum + dropped, 0);
  }

  /** Oldest first; the file that is written now is the last. */
  names(): string[] {
    const names = readdirSync(this.path).toSorted();
    return [...names.filter((name) => name !== 'app.log'), ...names.filter((name) => name === 'app.log')];
  }

  /** The text of a file, whether compressed or not. */
  text(name: string): string {
    const bytes = readFileSync(join(this.path, name));
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  }

  /** All lines, oldest first. */
  lines(): string[] {
    return this.names().flatMap((name) => this.text(name).split('\n').slice(0, -1));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
