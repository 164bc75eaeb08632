import { context as contextApi } from '@opentelemetry/api';
import { errorChain } from '../conventions/errors/error-chain.js';
import { isError } from '../conventions/errors/is-error.js';
import { UnitOfWork } from '../observation/index.js';
import { BriefError } from './brief-error.js';
import { NEST_HANDLER } from './log-arguments.js';

/** True if the unit of work has not yet logged this error with its stack, nor an error that it wraps. */
export function isFirstReport(unit: UnitOfWork | undefined, error: object): boolean {
  if (unit === undefined) return true;
  const reports = errorChain(error).map((each) => unit.isFirstReport(each));
  return !reports.includes(false);
}

/** Records that a line has the error's stack, so that Nest's line about the same error does not repeat it. */
export function withErrorOnce(line: Record<string, unknown>): Record<string, unknown> {
  const { error, context } = line;
  if (!isError(error)) return line;
  const isFirst = isFirstReport(UnitOfWork.of(contextApi.active()), error);
  return isFirst || context !== NEST_HANDLER ? line : { ...line, error: new BriefError(error) };
}
