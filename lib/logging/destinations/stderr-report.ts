import type { ReportFault } from '../../observation/index.js';
import { BufferedOutput } from './buffered-output.js';
import { standardSink } from './descriptor-sink.js';
import { LossReport } from './loss-report.js';
import { isError } from '../../conventions/errors/is-error.js';

/** A few reports wait for a reader of stderr that is behind. */
const MAX_BYTES = 16 * 1024;
const nowhere = new LossReport('stderr', { destination: 'stderr', dropped: 0 }, () => undefined);
let stderr: BufferedOutput | undefined;

/** For what the log cannot say because it is the log that fails. */
export const reportOnStderr: ReportFault = (what, error) => {
  const reason = isError(error) ? error.message : error;
  stderr ??= new BufferedOutput(standardSink(2), nowhere, MAX_BYTES);
  stderr.write(`[nestjs-telemetry] ${what}${reason === undefined ? '' : `: ${String(reason)}`}\n`);
};
