import { TelemetryError } from '../telemetry.errors.js';
import type { Problem } from './problem.js';
import { shownValue, withoutSecrets } from './shown-value.js';

/** A wrong value. The caller that knows the context turns it into an error or a warning. */
export class Refusal extends Error {
  /** `at` names the option. Values that may be secret are not shown. */
  constructor(
    readonly at: string,
    readonly value: unknown,
    readonly problem: Problem,
    readonly isSecret = false,
  ) {
    super(problem.why);
  }

  asError(): TelemetryError {
    const shown = this.isSecret ? '[REDACTED]' : shownValue(this.value);
    return invalidOption(`The option ${withoutSecrets(this.at) || 'options'} has the value ${shown}.`, this.problem);
  }
}

/** An unknown option. Its value is not shown, because it may be a secret. */
export class UnknownOption extends Refusal {
  override asError(): TelemetryError {
    return invalidOption(`There is no option ${withoutSecrets(this.at)}.`, this.problem);
  }
}

/** @throws TelemetryError with code INVALID_OPTION in place of a {@link Refusal}. */
export function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refusal ? error.asError() : error;
  }
}

function invalidOption(what: string, { why, fix }: Problem): TelemetryError {
  return new TelemetryError('INVALID_OPTION', what, why, fix);
}
