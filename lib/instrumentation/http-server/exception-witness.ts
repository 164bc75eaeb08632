import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { context as contextApi } from '@opentelemetry/api';
import { UnitOfWork } from '../../observation/index.js';

/**
 * A class of exceptions to which none belongs, but which sees each that Nest asks about. Nest looks for a filter by
 * `exception instanceof type`, and so a filter for this type learns what was thrown and takes nothing away from the
 * filter that handles it.
 */
class WitnessedException {
  static [Symbol.hasInstance](exception: unknown): boolean {
    const root = UnitOfWork.of(contextApi.active())?.root;
    if (root !== undefined && root.error === undefined) root.error = exception;
    return false;
  }
}

/** Notes the exception that a request ends with. It never handles one. */
@Catch(WitnessedException)
export class ExceptionWitness implements ExceptionFilter {
  /** Never called, because no exception is of the witnessed type. */
  catch(exception: unknown, _host: ArgumentsHost): void {
    throw exception;
  }
}
