import type { KnownOfError } from '../conventions/errors/described-error.js';

/** The error of a line, with what its unit of work knows of it. */
export class ReportedError {
  constructor(
    readonly error: unknown,
    /** The same in all lines about one failure. Undefined outside a unit of work. */
    readonly id: string | undefined,
    /** True if the stack is already in another line. */
    readonly isBrief: boolean,
    readonly known: KnownOfError = {},
  ) {}
}
