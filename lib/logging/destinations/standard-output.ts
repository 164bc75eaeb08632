import type { ReportFault } from '../../observation/index.js';
import type { ResolvedLimits } from '../../options/limits.options.js';
import type { LogStatistics } from '../log-statistics.js';
import { BufferedOutput } from './buffered-output.js';
import { standardSink } from './descriptor-sink.js';
import { LossReport } from './loss-report.js';
import { reportOnStderr } from './stderr-report.js';

const STDOUT = 1;

/** Writes to stdout, and never waits for its reader. */
export function standardOutput(
  limits: ResolvedLimits,
  statistics: LogStatistics,
  report?: ReportFault,
): BufferedOutput {
  // While stdout fails, its failure cannot be reported there.
  const loss = new LossReport('stdout', statistics.counter('stdout'), reportOnStderr, report);
  return new BufferedOutput(standardSink(STDOUT), loss, limits.logQueueBytes);
}
