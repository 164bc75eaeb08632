import { stripVTControlCharacters } from 'node:util';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedLogging } from '../../options/logging.options.js';
import type { LogStatistics } from '../log-statistics.js';
import { DescriptorOutput } from './descriptor-output.js';
import type { LineOutput } from './line-output.js';
import { LossReport } from './loss-report.js';
import { MappedOutput } from './mapped-output.js';
import { SeveralOutputs } from './several-outputs.js';
import { StreamOutput } from './stream-output.js';
import { TickDestination } from './tick-destination.js';

const STDOUT = 1;

/** Where finished text goes: stdout or the user's stream in its place, a file, or both. */
export async function openOutputs(
  logging: ResolvedLogging,
  statistics: LogStatistics,
  report: ReportFault,
): Promise<LineOutput> {
  const outputs: LineOutput[] = [];
  if (logging.output !== 'file') outputs.push(openStdout(logging, statistics, report));
  // What is said of the only destination cannot be said there.
  if (logging.output !== 'stdout') {
    outputs.push(await openFile(logging, statistics, logging.output === 'file' ? toStderr : report));
  }
  const [only] = outputs;
  return outputs.length === 1 && only !== undefined ? only : new SeveralOutputs(outputs);
}

function openStdout({ destination }: ResolvedLogging, statistics: LogStatistics, report: ReportFault): LineOutput {
  if (destination !== undefined) {
    return new StreamOutput(
      destination,
      new LossReport("the application's stream", statistics.counter('stream'), report),
    );
  }
  return new TickDestination(
    new DescriptorOutput(STDOUT, new LossReport('stdout', statistics.counter('stdout'), toStderr)),
  );
}

async function openFile(
  { file, format }: ResolvedLogging,
  statistics: LogStatistics,
  report: ReportFault,
): Promise<LineOutput> {
  if (file === undefined) return new SeveralOutputs([]);
  const { RotatingFile } = await import('./rotating-file.js');
  const output = new TickDestination(
    new RotatingFile(file, new LossReport(file.path, statistics.counter('file'), report)),
  );
  // Colours are for terminals.
  return format === 'text' ? new MappedOutput(output, stripVTControlCharacters) : output;
}

function toStderr(what: string, error: unknown): void {
  try {
    process.stderr.write(`[nestjs-telemetry] ${what}${error instanceof Error ? `: ${error.message}` : ''}\n`);
  } catch {
    // Nobody listens.
  }
}
