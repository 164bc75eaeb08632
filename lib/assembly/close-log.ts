import { describeLosses, type Loss, type Losses } from '../life-cycle/losses.js';
import type { LogStatistics } from '../logging/log-statistics.js';
import type { RootLogger } from '../logging/root-logger.js';

/**
 * Ends the log: what waits is sent, a last line says what telemetry has lost since the start, and the destinations close.
 * Lines that are lost after that, the last one among them, are counted on stderr.
 */
export async function closeLog(
  root: RootLogger,
  losses: Losses,
  statistics: LogStatistics,
  deadline: AbortSignal,
): Promise<void> {
  await root.deliver(deadline);
  const lost = losses.read();
  const before = dropped(statistics);
  if (lost.length > 0) writeLastLine(root, lost);
  await root.close(deadline);
  // A receiver that is known to take nothing does not get the last line either.
  const isNewLoss = ({ target, count }: Loss) =>
    count > (before.get(target) ?? 0) && !(target === 'otlp' && before.get(target));
  const lines = [...dropped(statistics)].map(([target, count]) => ({ what: 'log line', target, count }));
  if (lines.some(isNewLoss)) writeToStderr(losses.read());
}

function dropped(statistics: LogStatistics): Map<string, number> {
  return new Map(statistics.read().map(({ destination, dropped: count }) => [destination, count]));
}

function writeLastLine(root: RootLogger, lost: readonly Loss[]): void {
  root.warn({ trace_id: undefined, context: 'Telemetry', fields: { lost } }, sentence(lost));
  root.flush();
}

function writeToStderr(lost: readonly Loss[]): void {
  try {
    process.stderr.write(`[nestjs-telemetry] ${sentence(lost)}\n`);
  } catch {
    // Nobody listens.
  }
}

function sentence(lost: readonly Loss[]): string {
  return `Telemetry was lost: ${describeLosses(lost)}`;
}
