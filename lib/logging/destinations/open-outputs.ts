import { stripVTControlCharacters } from 'node:util';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedLimits } from '../../options/limits.options.js';
import type { LogFileOptions, ResolvedLogging } from '../../options/logging.options.js';
import type { LogStatistics } from '../log-statistics.js';
import { BufferedOutput } from './buffered-output.js';
import type { LineOutput } from './line-output.js';
import { LossReport } from './loss-report.js';
import { MappedOutput } from './mapped-output.js';
import { SeveralOutputs } from './several-outputs.js';
import { SpecialFileSink } from './special-file.sink.js';
import { reportOnStderr } from './stderr-report.js';
import { standardOutput } from './standard-output.js';
import { statsOf } from './stats-of.js';
import { StreamOutput } from './stream-output.js';
import { TickDestination } from './tick-destination.js';

interface Opening {
  readonly logging: ResolvedLogging;
  readonly limits: ResolvedLimits;
  readonly statistics: LogStatistics;
  readonly report: ReportFault;
}

/** Opens the targets of finished text: stdout or the user's stream, a file, both, or none. */
export async function openOutputs(opening: Opening): Promise<LineOutput> {
  const { output, file } = opening.logging;
  const outputs: LineOutput[] = [];
  if (output === 'stdout' || output === 'both') outputs.push(openStdout(opening));
  if ((output === 'file' || output === 'both') && file !== undefined) outputs.push(await openFile(opening, file));
  const [only] = outputs;
  return outputs.length === 1 && only !== undefined ? only : new SeveralOutputs(outputs);
}

function openStdout({ logging: { destination }, limits, statistics, report }: Opening): LineOutput {
  if (destination !== undefined) {
    const loss = new LossReport("the application's stream", statistics.counter('stream'), report);
    return new StreamOutput(destination, loss, limits.logQueueBytes);
  }
  return new TickDestination(standardOutput(limits, statistics, report));
}

async function openFile(
  { logging: { output, format }, limits, statistics, report }: Opening,
  file: Required<LogFileOptions>,
): Promise<LineOutput> {
  const isOnly = output === 'file';
  const loss = new LossReport(
    file.path,
    statistics.counter('file'),
    isOnly ? reportOnStderr : report,
    isOnly ? report : undefined,
  );
  const opened = new TickDestination(
    isSpecialFile(file.path)
      ? new BufferedOutput(new SpecialFileSink(file.path), loss, limits.logQueueBytes)
      : await openRotating(file, loss),
  );
  // Colours are only for terminals.
  return format === 'text' ? new MappedOutput(opened, stripVTControlCharacters) : opened;
}

async function openRotating(file: Required<LogFileOptions>, loss: LossReport): Promise<LineOutput> {
  const { RotatingFile } = await import('./rotating-file.js');
  return new RotatingFile(file, loss);
}

/** A named pipe or a device: it cannot be rotated, and its reader may be slow. */
function isSpecialFile(path: string): boolean {
  const stats = statsOf(path);
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}
