import type { ReportFault } from '../../observation/index.js';
import { BufferedOutput } from './buffered-output.js';
import { standardSink } from './descriptor-sink.js';
import { LossReport } from './loss-report.js';
import { isError } from '../../conventions/errors/is-error.js';

/** The maximum number of reports that wait for a slow reader of stderr. */
const MAX_BYTES = 16 * 1024;
const nowhere = new LossReport('stderr', { destination: 'stderr', dropped: 0 }, () => undefined);
let stderr: BufferedOutput | undefined;

/** Reports faults of the log itself, which the log cannot contain. */
export const reportOnStderr: ReportFault = (what, error) => {
  const reason = isError(error) ? error.message : error;
  stderr ??= new BufferedOutput(standardSink(2), nowhere, MAX_BYTES);
  stderr.write(`[nestjs-telemetry] ${what}${reason === undefined ? '' : `: ${String(reason)}`}\n`);
};
