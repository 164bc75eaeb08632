import { context as contextApi, type Context } from '@opentelemetry/api';
import { errorChain } from '../conventions/errors/error-chain.js';
import { isError } from '../conventions/errors/is-error.js';
import type { LogEvent } from '../conventions/logs/log-event.js';
import { UnitOfWork } from '../observation/index.js';
import { isNestHandler } from './log-arguments.js';
import { ReportedError } from './reported-error.js';

/** pino calls the error `err`. */
interface LineErrors {
  readonly error?: unknown;
  readonly err?: unknown;
}

/** The error of an event's line. If the unit of work has already logged its stack, the line refers to that line. */
export function errorOfEvent({ error, errorType, requestError }: LogEvent, at: Context): unknown {
  if (error === undefined) return undefined;
  const chain = errorChain(error);
  const report = chain.length === 0 ? undefined : UnitOfWork.of(at)?.reportOf(chain);
  return new ReportedError(error, report?.id, report?.isFirst === false, {
    valueType: errorType,
    wrapper: requestError,
  });
}

/** Notes that a line has the error's stack, and adds the id of the failure. */
export function withErrorOnce(line: Record<string, unknown>): Record<string, unknown> {
  const { error, context } = line;
  if (!isError(error)) return line;
  const report = UnitOfWork.of(contextApi.active())?.reportOf(errorChain(error));
  if (report === undefined) return line;
  return { ...line, error: new ReportedError(error, report.id, !report.isFirst && isNestHandler(context)) };
}

/**
 * Whether this is Nest's line about an exception that no filter has answered, and its failure is in another line. The
 * failures inside the request are errors now: they are written first.
 */
export function isToldByNestAgain({ error, err }: LineErrors): boolean {
  const unit = UnitOfWork.of(contextApi.active());
  if (unit === undefined) return false;
  const thrown = error ?? err;
  unit.root?.answer({ error: thrown });
  return unit.hasReported(errorChain(thrown));
}
