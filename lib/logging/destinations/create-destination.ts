import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { lineFormat } from '../formats/line-format.js';
import { LogStatistics } from '../log-statistics.js';
import type { LineOutput } from './line-output.js';
import { MappedOutput } from './mapped-output.js';
import { openOutputs } from './open-outputs.js';
import { SeveralOutputs } from './several-outputs.js';

/** Creates the destinations of lines, in their format: stdout, a file or the user's stream, and an OTLP receiver. */
export async function createDestination(
  { logging, limits, service }: Pick<ResolvedOptions, 'logging' | 'limits' | 'service'>,
  statistics: LogStatistics = new LogStatistics(),
  report: ReportFault = () => undefined,
): Promise<LineOutput> {
  const onTerminal =
    logging.destination === undefined && logging.output !== 'file' && logging.output !== 'none' && process.stdout.isTTY;
  const format = lineFormat(logging.format, { colours: onTerminal, service: logging.showService });
  const output = await openOutputs({ logging, limits, statistics, report });
  const formatted = format === undefined ? output : new MappedOutput(output, format);
  if (logging.otlp === undefined) return formatted;
  const { openOtlp } = await import('../otlp/open-otlp.js');
  return new SeveralOutputs([
    formatted,
    await openOtlp(logging.otlp, service, limits.logQueueBytes, statistics, report),
  ]);
}
