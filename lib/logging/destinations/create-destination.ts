import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { lineFormat } from '../formats/line-format.js';
import type { OtlpLines } from '../otlp/open-otlp.js';
import { LogStatistics } from '../log-statistics.js';
import { LineDestination } from './line-destination.js';
import { openOutputs } from './open-outputs.js';

/** Creates the destinations of lines, in their format: stdout, a file or the user's stream, and an OTLP receiver. */
export async function createDestination(
  { logging, limits, service }: Pick<ResolvedOptions, 'logging' | 'limits' | 'service'>,
  statistics: LogStatistics = new LogStatistics(),
  report: ReportFault = () => undefined,
): Promise<LineDestination> {
  const onTerminal =
    logging.destination === undefined && logging.output !== 'file' && logging.output !== 'none' && process.stdout.isTTY;
  const format = lineFormat(logging.format, { colours: onTerminal, service: logging.showService });
  const output = await openOutputs({ logging, limits, statistics, report });
  const otlp = await openReceiver();
  return new LineDestination(logging.output === 'none' ? NO_TEXT : format, output, otlp);

  async function openReceiver(): Promise<OtlpLines | undefined> {
    if (logging.otlp === undefined) return undefined;
    const { openOtlp } = await import('../otlp/open-otlp.js');
    return openOtlp(logging.otlp, service, limits.logQueueBytes, statistics, report);
  }
}

/** No output takes the text. */
const NO_TEXT = (): string => '';
